import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type SweepConfiguration, sweepVariable } from '../../contract/sweep-configuration.js';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import { functionCode } from '../function-code.js';
import { nodeRuntime } from '../node-runtime.js';
import type { DirectoryTable } from './directory-table.js';

export interface ScheduledSweepProps {
  /** In EventBridge's words: `rate(1 day)`, `cron(0 3 * * ? *)`. */
  readonly schedule: string;
  readonly directory: DirectoryTable;
  readonly userPool: IUserPool;
  readonly identityPoolId: string;
  /** Names of the IoT policies that users share: the one that allows, then the one that denies. */
  readonly sharedPolicies: readonly string[];
  /** What the names of users' own IoT policies begin with. @default they have none */
  readonly policyPrefix?: string;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Of the log group. @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Takes away what deleted users have left behind, by a schedule: Cognito has no event that says who was deleted. As long
 * as fifteen minutes, and the next time what is left.
 */
export class ScheduledSweep extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledSweepProps) {
    super(scope, id);
    const { directory, userPool, identityPoolId, sharedPolicies, policyPrefix } = props;
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.allow(role, props);
    const configuration: SweepConfiguration = {
      tableName: directory.table.tableName,
      userPoolId: userPool.userPoolId,
      identityPoolId,
      sharedPolicies,
      ...(policyPrefix !== undefined && { policyPrefix }),
    };
    const handler = new LambdaFunction(this, 'Function', {
      description: 'Takes away what deleted users have left behind',
      runtime: nodeRuntime(),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: functionCode('sweep'),
      environment: { [sweepVariable]: Stack.of(this).toJsonString(configuration) },
      memorySize: 512,
      // The longest that Lambda has.
      timeout: Duration.minutes(15),
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
    new Rule(this, 'Rule', {
      description: 'When deleted users are swept',
      schedule: Schedule.expression(props.schedule),
      targets: [new LambdaTarget(handler)],
    });
  }

  private allow(role: Role, { directory, userPool, policyPrefix }: ScheduledSweepProps): void {
    const { table, indexArn } = directory;
    const stack = Stack.of(this);
    const add = (actions: string[], ...resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    add(['cognito-idp:ListUsers', 'cognito-idp:AdminGetUser'], userPool.userPoolArn);
    // PutItem is the user's lock, which whoever grants devices takes, too.
    add(
      ['Scan', 'Query', 'PutItem', 'DeleteItem'].map((name) => `dynamodb:${name}`),
      table.tableArn,
    );
    add(['dynamodb:Query'], indexArn);
    if (policyPrefix !== undefined) {
      const own = stack.formatArn({ service: 'iot', resource: 'policy', resourceName: `${policyPrefix}*` });
      add(['iot:ListPolicyVersions', 'iot:DeletePolicyVersion', 'iot:DeletePolicy'], own);
      acknowledgeWildcards(role, [own], "Each user has own policies, whose names share the stack's prefix.");
    }
    // The request names an identity, and IAM an identity pool, which is not known before it is found.
    const pools = stack.formatArn({ service: 'cognito-identity', resource: 'identitypool', resourceName: '*' });
    add(['cognito-identity:DescribeIdentity'], pools);
    acknowledgeWildcards(role, [pools], 'The request names an identity, whose pool is not known before.');
    // What IAM evaluates for a Cognito identity is no ARN, so only `*` matches:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
    add(['iot:ListAttachedPolicies', 'iot:DetachPolicy', 'cognito-identity:DeleteIdentities'], '*');
    acknowledgeWildcards(role, ['*'], 'IAM knows no resource type for a Cognito identity, only * matches.');
  }
}
