import { join } from 'node:path';
import { CustomResource, Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge-wildcards.js';
import type { IotAccessPolicy } from './iot-access-policy.js';

export interface DetachOnDeleteProps {
  /** Is deleted with its stack; users are detached from it before. */
  readonly policy: IotAccessPolicy;
  /** @default RetentionDays.ONE_MONTH; the log group itself goes with the stack */
  readonly logRetention?: RetentionDays;
}

/**
 * For stacks to be thrown away: IoT Core refuses to delete a policy that is attached, and CloudFormation does not
 * detach it. Deleting takes five minutes longer then, in which IoT still refuses.
 * https://docs.aws.amazon.com/iot/latest/apireference/API_DetachPolicy.html
 */
export class DetachOnDelete extends Construct {
  constructor(scope: Construct, id: string, props: DetachOnDeleteProps) {
    super(scope, id);
    const { policyName, policyArn, resource } = props.policy;
    // The tag goes where the policy is retained after all; its users then stay attached.
    Tags.of(resource).add('detach-on-delete', 'true');
    new CustomResource(this, 'Detachment', {
      resourceType: 'Custom::DetachOnDelete',
      serviceToken: this.createFunction(policyArn, props.logRetention).functionArn,
      serviceTimeout: Duration.minutes(16),
      properties: { PolicyName: policyName, PolicyArn: policyArn },
    });
  }

  private createFunction(policyArn: string, logRetention?: RetentionDays): LambdaFunction {
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const reads = ['iot:ListTagsForResource', 'iot:ListTargetsForPolicy'];
    role.addToPolicy(new PolicyStatement({ actions: reads, resources: [policyArn] }));
    // What IAM evaluates for a Cognito identity is no ARN, so only `*` matches:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
    role.addToPolicy(new PolicyStatement({ actions: ['iot:DetachPolicy'], resources: ['*'] }));
    acknowledgeWildcards(role, ['*'], 'IAM knows no resource type for a Cognito identity, only * matches.');
    return new LambdaFunction(this, 'Function', {
      description: 'Detaches the IoT policy from all identities before it is deleted',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      // Runs as it stands: the runtime brings the AWS SDK.
      code: Code.fromAsset(join(import.meta.dirname, '..', 'lambda', 'detach-on-delete'), { exclude: ['*.d.mts'] }),
      memorySize: 256,
      timeout: Duration.minutes(15),
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
  }
}
