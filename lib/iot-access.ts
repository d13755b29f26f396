import { Annotations, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type Grant, type IGrantable, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { GroupAccess } from './access/group-access.js';
import { completeGuestAccess, type GuestAccess } from './access/guest-access.js';
import { grantTopicAccess, IotAccessPolicy } from './access/iot-access-policy.js';
import type { CompleteTopicAccess, TopicAccess } from './access/topic-access.js';
import { acknowledgeWildcards } from './acknowledge-wildcards.js';
import { AttachPolicyApi } from './api/attach-policy-api.js';
import { AttachPolicyFunction } from './api/attach-policy-function.js';
import { IotEndpoint } from './api/iot-endpoint.js';
import { CognitoSignIn } from './sign-in/cognito-sign-in.js';
import type { PrincipalTags } from './sign-in/principal-tags.js';
import type { SignInOptions } from './sign-in/sign-in-options.js';
import { UserGroup } from './sign-in/user-group.js';
import { stateIntent } from './stated-intent.js';
import { DetachOnDelete } from './teardown/detach-on-delete.js';

export interface IotAccessProps extends SignInOptions {
  /** Who may publish, subscribe and receive where, as which client.
   * @default each user's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: TopicAccess;
  /** What people may do who have not signed in. @default nothing: there are no guests */
  readonly guests?: GuestAccess;
  /** Groups of users who may do something else than all other users: one IoT policy holds what any of them may do, and
   * each user's role decides. @default none */
  readonly groups?: readonly GroupAccess[];
  /** Whether apps may call `iot:AttachPolicy` themselves, for any policy and any identity. @default false */
  readonly clientSideAttach?: boolean;
  /** Origins of the web pages that may call the API. @default ['http://localhost:8000'] */
  readonly allowedOrigins?: readonly string[];
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
  /** Requests to the API each second over a longer time. @default 20: a little above the 15 calls a second that AWS IoT grants an account */
  readonly rateLimit?: number;
  /** Requests to the API at once. @default 20 */
  readonly burstLimit?: number;
  /** Whether to set the account's role for API Gateway's logs; false where the account has one. @default true */
  readonly apiGatewayCloudWatchRole?: boolean;
}

/** Lets users signed in with Amazon Cognito use AWS IoT Core over MQTT, each with least privilege: all of it. */
export class IotAccess extends Construct {
  readonly signIn: CognitoSignIn;
  readonly policy: IotAccessPolicy;
  readonly groups: readonly UserGroup[];
  readonly endpoint: IotEndpoint;
  readonly attachPolicy: AttachPolicyFunction;
  readonly api: AttachPolicyApi;

  /** Throws a SettingsError that names what cannot be used, or not together. */
  constructor(scope: Construct, id: string, props: IotAccessProps = {}) {
    super(scope, id);
    const allowedOrigins = props.allowedOrigins ?? ['http://localhost:8000'];
    const { access, groups = [], existing, principalTags, logRetention, removalPolicy } = props;
    const guests = props.guests && completeGuestAccess(props.guests);
    this.signIn = new CognitoSignIn(this, 'SignIn', {
      selfSignUp: props.selfSignUp,
      passwordPolicy: props.passwordPolicy,
      signIn: props.signIn,
      identityProviders: props.identityProviders,
      openIdConnectProviders: props.openIdConnectProviders,
      developerProvider: props.developerProvider,
      allowGuests: guests !== undefined,
      groupRoles: groups.length > 0,
      principalTags,
      existing,
      removalPolicy,
    });
    this.policy = new IotAccessPolicy(this, 'Policy', { access, groups, principalTags, removalPolicy });
    this.groups = groups.map((group) => this.addGroup(group, principalTags));
    this.endpoint = new IotEndpoint(this, 'Endpoint', { logRetention, removalPolicy });
    this.attachPolicy = new AttachPolicyFunction(this, 'AttachPolicy', {
      allowedOrigins,
      policyName: this.policy.policyName,
      identityPoolId: this.signIn.identityPoolId,
      iotEndpoint: this.endpoint.endpointAddress,
      // Nothing tells whether an identity pool of somebody else has guests.
      guestsAllowed: guests !== undefined || existing?.identityPoolId !== undefined,
      access: this.policy.access,
      groups: this.groups.map(({ role, groupName }) => ({
        roleArn: role.roleArn,
        access: this.policy.accessOfGroup(groupName),
      })),
      authenticatedRoleArn: this.signIn.authenticatedRole.roleArn,
      memorySize: props.memorySize,
      timeout: props.timeout,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      logRetention,
      removalPolicy,
    });
    this.api = new AttachPolicyApi(this, 'Api', {
      allowedOrigins,
      handler: this.attachPolicy.function,
      rateLimit: props.rateLimit,
      burstLimit: props.burstLimit,
      apiGatewayCloudWatchRole: props.apiGatewayCloudWatchRole,
      logRetention,
      removalPolicy,
    });
    this.policy.grantAccess(this.signIn.authenticatedRole);
    this.api.grantInvoke(this.signIn.authenticatedRole);
    for (const { role } of this.groups) this.api.grantInvoke(role);
    if (guests && this.signIn.unauthenticatedRole) this.grantGuests(this.signIn.unauthenticatedRole, guests);
    if (props.clientSideAttach) this.allowClientSideAttach();
    if (removalPolicy === RemovalPolicy.DESTROY) this.detachOnDelete(logRetention);
    stateIntent(this, {
      guests,
      groups,
      selfSignUp: props.selfSignUp ?? true,
      clientSideAttach: props.clientSideAttach ?? false,
    });
  }

  /** Lets a back end sign in the users of its own `developerProvider`: see `CognitoSignIn.grantDeveloperSignIn`. */
  grantDeveloperSignIn(grantee: IGrantable): Grant {
    return this.signIn.grantDeveloperSignIn(grantee);
  }

  private addGroup({ name, precedence }: GroupAccess, principalTags: PrincipalTags | undefined): UserGroup {
    const { signIn, policy } = this;
    return new UserGroup(this, `Group-${name}`, { groupName: name, precedence, signIn, policy, principalTags });
  }

  /** AWS IoT judges guests by their role alone, so nothing is ever attached to them. */
  private grantGuests(role: IRole, guests: CompleteTopicAccess): void {
    grantTopicAccess(role, guests, this);
    // Only so that they are told so (403 GuestIdentity): the function refuses each of them. Without it they would get
    // API Gateway's AccessDenied, which reads like a mistake in the deployment.
    this.api.grantInvoke(role);
  }

  private allowClientSideAttach(): void {
    const { authenticatedRole } = this.signIn;
    // What IAM evaluates for a Cognito identity is no ARN, so only `*` matches:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
    authenticatedRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['iot:AttachPolicy'], resources: ['*'] }));
    acknowledgeWildcards(authenticatedRole, ['*'], 'clientSideAttach was asked for; IAM cannot narrow the action.');
    Annotations.of(this).addWarningV2(
      'cognito-iot-access:clientSideAttach',
      'clientSideAttach: IAM cannot say which policy or which identity, so every signed-in user may attach every IoT ' +
        'policy of the account to themselves and to anyone else. Call POST /attach-policy instead, and leave this out.',
    );
  }

  private detachOnDelete(logRetention: RetentionDays | undefined): void {
    const detachment = new DetachOnDelete(this, 'DetachOnDelete', {
      policy: this.policy,
      attachedBy: this.attachPolicy.function,
      logRetention,
    });
    // Deleted in reverse, so that nobody can attach anew while identities are detached.
    this.api.node.addDependency(detachment);
  }
}
