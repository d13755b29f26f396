import { CustomResource, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import type { IotAccessPolicy } from '../access/iot-access-policy.js';
import type { RevokedPolicy } from '../access/revoked-policy.js';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import { functionCode } from '../function-code.js';
import { nodeRuntime } from '../node-runtime.js';
import { WaitingProvider } from './waiting-provider.js';

export interface DetachOnDeleteProps {
  /** Is deleted with its stack; users are detached from it before. */
  readonly policy: IotAccessPolicy;
  /** Is deleted with its stack, too; whoever is revoked is detached from it, once nobody has the other one any more.
   * @default none */
  readonly revokedPolicy?: RevokedPolicy;
  /** What attaches the policy to users. Where the policy gets another name it is updated first, so that nobody is
   * attached to the former policy any more when everybody is moved to the new one. @default nothing */
  readonly attachedBy?: IDependable;
  /** @default RetentionDays.ONE_MONTH; the log group itself goes with the stack */
  readonly logRetention?: RetentionDays;
}

/**
 * For stacks to be thrown away: IoT Core refuses to delete a policy that is attached, and CloudFormation does not
 * detach it. Deleting takes five minutes longer then, in which IoT still refuses; about 39,000 identities can be
 * detached in the hour that CloudFormation waits. Where the policy gets another name, everybody is attached to the new
 * one before the former is deleted.
 * https://docs.aws.amazon.com/iot/latest/apireference/API_DetachPolicy.html
 */
export class DetachOnDelete extends Construct {
  constructor(scope: Construct, id: string, props: DetachOnDeleteProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.createRole(logGroup);
    const { serviceToken } = new WaitingProvider(this, 'Provider', {
      onEvent: this.createFunction('onEvent', role, logGroup),
      isComplete: this.createFunction('isComplete', role, logGroup),
      logGroup,
    });
    const detachment = this.createDetachment('Detachment', serviceToken, props.policy);
    if (props.attachedBy) detachment.node.addDependency(props.attachedBy);
    if (props.revokedPolicy) {
      // Deleted in reverse: while anybody has rights to be denied, the Deny stays. And one after the other keeps to
      // AWS's quota, which each of the two takes whole.
      detachment.node.addDependency(this.createDetachment('RevokedDetachment', serviceToken, props.revokedPolicy));
    }
  }

  private createDetachment(
    id: string,
    serviceToken: string,
    { policyName, policyArn, resource }: IotAccessPolicy | RevokedPolicy,
  ): CustomResource {
    // The tag goes where the policy is retained after all; its users then stay attached.
    Tags.of(resource).add('detach-on-delete', 'true');
    return new CustomResource(this, id, {
      resourceType: 'Custom::DetachOnDelete',
      serviceToken,
      serviceTimeout: Duration.hours(1),
      properties: { PolicyName: policyName, PolicyArn: policyArn },
    });
  }

  private createRole(logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    // The former name of a policy that was renamed is in no template any more.
    const anyPolicy = Stack.of(this).formatArn({ service: 'iot', resource: 'policy', resourceName: '*' });
    const reads = ['iot:ListTagsForResource', 'iot:ListTargetsForPolicy'];
    role.addToPolicy(new PolicyStatement({ actions: reads, resources: [anyPolicy] }));
    acknowledgeWildcards(role, [anyPolicy], 'The former name of a policy that was renamed is in no template any more.');
    // What IAM evaluates for a Cognito identity is no ARN, so only `*` matches:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
    const changes = ['iot:AttachPolicy', 'iot:DetachPolicy'];
    role.addToPolicy(new PolicyStatement({ actions: changes, resources: ['*'] }));
    acknowledgeWildcards(role, ['*'], 'IAM knows no resource type for a Cognito identity, only * matches.');
    return role;
  }

  private createFunction(handler: 'onEvent' | 'isComplete', role: Role, logGroup: LogGroup): LambdaFunction {
    return new LambdaFunction(this, handler === 'onEvent' ? 'OnEvent' : 'IsComplete', {
      description: `Detaches the IoT policy from all identities before it is deleted (${handler})`,
      runtime: nodeRuntime(),
      architecture: Architecture.ARM_64,
      handler: `index.${handler}`,
      code: functionCode('detach-on-delete'),
      memorySize: 256,
      // Called again until all is done, and short, so that the framework's call is never long idle.
      timeout: Duration.minutes(5),
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
  }
}
