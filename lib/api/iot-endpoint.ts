import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';

export interface IotEndpointProps {
  /** How long the look-up's log is kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/** The account's own IoT Core host for MQTT. CloudFormation knows no attribute for it, so the deployment asks IoT. */
export class IotEndpoint extends Construct {
  /** Host name with `-ats`, whose certificate browsers and phones trust; without scheme and port. */
  readonly endpointAddress: string;

  constructor(scope: Construct, id: string, props: IotEndpointProps = {}) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    // An endpoint never changes, so this runs when it is created and when these lines change, and at no other time.
    const lookUp = new AwsCustomResource(this, 'DescribeEndpoint', {
      onUpdate: {
        service: 'iot',
        action: 'DescribeEndpoint',
        parameters: { endpointType: 'iot:Data-ATS' },
        outputPaths: ['endpointAddress'],
        physicalResourceId: PhysicalResourceId.of('iot-data-ats-endpoint'),
      },
      // IAM has no resource type for an endpoint, so only `*` matches:
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: ['iot:DescribeEndpoint'], resources: ['*'] }),
      ]),
      installLatestAwsSdk: false,
      logGroup,
      role,
    });
    acknowledgeWildcards(lookUp, ['*'], 'IAM has no resource type for iot:DescribeEndpoint.');
    this.endpointAddress = lookUp.getResponseField('endpointAddress');
  }
}
