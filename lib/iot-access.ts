import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { PasswordPolicy } from 'aws-cdk-lib/aws-cognito';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AttachPolicyApi } from './attach-policy-api.js';
import { AttachPolicyFunction } from './attach-policy-function.js';
import { CognitoSignIn } from './cognito-sign-in.js';
import { DetachOnDelete } from './detach-on-delete.js';
import { IotAccessPolicy } from './iot-access-policy.js';
import { IotEndpoint } from './iot-endpoint.js';
import type { TopicAccess } from './topic-access.js';

export interface IotAccessProps {
  /** Who may publish, subscribe and receive where, as which client.
   * @default each user's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: TopicAccess;
  /** Origins of the web pages that may call the API. @default ['http://localhost:8000'] */
  readonly allowedOrigins?: readonly string[];
  /** Whether users may sign up by themselves. @default true */
  readonly selfSignUp?: boolean;
  /** @default 12 characters with lower and upper case, a digit and a symbol */
  readonly passwordPolicy?: PasswordPolicy;
  /** MiB of the function. @default 512 */
  readonly memorySize?: number;
  /** Of the function; at most 28 seconds. @default Duration.seconds(10) */
  readonly timeout?: Duration;
  /** @default no reservation */
  readonly reservedConcurrentExecutions?: number;
  /** Of every log group. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Of user pool, identity pool, IoT policy, log groups and the account's role for API logs.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
  /** Requests to the API each second over a longer time. @default 50 */
  readonly rateLimit?: number;
  /** Requests to the API at once. @default 100 */
  readonly burstLimit?: number;
  /** Whether to set the account's role for API Gateway's logs; false where the account has one. @default true */
  readonly apiGatewayCloudWatchRole?: boolean;
}

/** Lets users signed in with Amazon Cognito use AWS IoT Core over MQTT, each with least privilege: all of it. */
export class IotAccess extends Construct {
  readonly signIn: CognitoSignIn;
  readonly policy: IotAccessPolicy;
  readonly endpoint: IotEndpoint;
  readonly attachPolicy: AttachPolicyFunction;
  readonly api: AttachPolicyApi;

  constructor(scope: Construct, id: string, props: IotAccessProps = {}) {
    super(scope, id);
    const allowedOrigins = props.allowedOrigins ?? ['http://localhost:8000'];
    this.signIn = new CognitoSignIn(this, 'SignIn', props);
    this.policy = new IotAccessPolicy(this, 'Policy', props);
    this.endpoint = new IotEndpoint(this, 'Endpoint', props);
    this.attachPolicy = new AttachPolicyFunction(this, 'AttachPolicy', {
      ...props,
      allowedOrigins,
      policyName: this.policy.policyName,
      identityPoolId: this.signIn.identityPoolId,
      iotEndpoint: this.endpoint.endpointAddress,
    });
    this.api = new AttachPolicyApi(this, 'Api', {
      ...props,
      allowedOrigins,
      handler: this.attachPolicy.function,
      cloudWatchRole: props.apiGatewayCloudWatchRole,
    });
    this.policy.grantAccess(this.signIn.authenticatedRole);
    this.api.grantInvoke(this.signIn.authenticatedRole);
    if (props.removalPolicy === RemovalPolicy.DESTROY) this.detachOnDelete(props);
  }

  private detachOnDelete({ logRetention }: IotAccessProps): void {
    const detachment = new DetachOnDelete(this, 'DetachOnDelete', { policy: this.policy, logRetention });
    // Deleted in reverse, so that nobody can attach anew while identities are detached.
    this.api.node.addDependency(detachment);
  }
}
