import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import type { DeviceGrantsConfiguration } from '../../contract/device-grants-configuration.js';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import type { DirectoryTable } from '../directory/directory-table.js';
import { setVariable } from '../directory/set-variable.js';
import { devicePolicyPrefix } from './device-policy-prefix.js';

export interface DeviceGrantsProps {
  /** Holds who was granted what. */
  readonly directory: DirectoryTable;
  readonly userPoolId: string;
  readonly access: CompleteDeviceAccess;
}

/** What granting devices takes: where the grants stand, and the users' own IoT policies that are made from them. */
export class DeviceGrants extends Construct {
  readonly access: CompleteDeviceAccess;
  /** What the names of users' own IoT policies begin with. */
  readonly policyPrefix: string;
  /** A `DeviceGrantsConfiguration` as JSON. */
  readonly configuration: string;
  private readonly directory: DirectoryTable;

  /** Throws a SettingsError where the stack's name is too long for the policies' names. */
  constructor(scope: Construct, id: string, { directory, userPoolId, access }: DeviceGrantsProps) {
    super(scope, id);
    this.access = access;
    this.directory = directory;
    this.policyPrefix = devicePolicyPrefix(this);
    const configuration: DeviceGrantsConfiguration = {
      tableName: directory.table.tableName,
      userPoolId,
      policyPrefix: this.policyPrefix,
      partition: Stack.of(this).partition,
      access,
    };
    this.configuration = Stack.of(this).toJsonString(configuration);
  }

  /** Lets a back end grant devices and take them back: it writes the directory, and makes and changes IoT policies
   * whose names begin with the prefix. A function is told where: its variable `DEVICE_GRANTS`. */
  grant(grantee: IGrantable): Grant {
    setVariable(grantee, 'DEVICE_GRANTS', this.configuration);
    const { table, indexArn } = this.directory;
    const policies = Stack.of(this).formatArn({
      service: 'iot',
      resource: 'policy',
      resourceName: `${this.policyPrefix}*`,
    });
    const allow = (actions: string[], resourceArn: string) =>
      Grant.addToPrincipal({ grantee, actions, resourceArns: [resourceArn] });
    const granted = [
      allow(tableActions, table.tableArn),
      // An index can be asked and no more.
      allow(['dynamodb:Query'], indexArn),
      allow(policyActions, policies),
      // IAM's resource types for it are certificates and thing groups, never the policy: for a Cognito identity, whose
      // ID is no ARN, only `*` matches. So whoever grants could attach any policy of the account to anybody.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
      allow(['iot:AttachPolicy'], '*'),
    ].reduce((all, one) => all.combine(one));
    const { grantPrincipal } = grantee;
    if (Construct.isConstruct(grantPrincipal)) {
      acknowledgeWildcards(
        grantPrincipal,
        [policies],
        "Each user has own policies, whose names share the stack's prefix.",
      );
      acknowledgeWildcards(grantPrincipal, ['*'], 'IAM knows no resource type for a Cognito identity, only * matches.');
    }
    return granted;
  }
}

const tableActions = ['PutItem', 'DeleteItem', 'Query'].map((action) => `dynamodb:${action}`);

const policyActions = [
  'iot:CreatePolicy',
  'iot:CreatePolicyVersion',
  'iot:DeletePolicyVersion',
  'iot:GetPolicy',
  'iot:ListPolicyVersions',
];
