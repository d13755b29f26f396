import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { answerMetrics } from '../../contract/answer-metrics.js';
import type {
  ApiEnvironment,
  DeviceEnvironment,
  DirectoryEnvironment,
  FunctionEnvironment,
  GroupEnvironment,
  MetricsEnvironment,
  RevocationEnvironment,
} from '../../contract/function-environment.js';
import type { DeviceAccess } from '../access/device-access.js';
import type { CompleteTopicAccess } from '../access/topic-access.js';
import { connectionTemplate } from '../access/topic-access-documents.js';
import { SettingsError } from '../settings-error.js';

/** What those are told who act as a group's role. */
export interface GroupConnection {
  readonly roleArn: string;
  /** Client ID and topics; the same as the role's: `IotAccessPolicy.accessOfGroup`. */
  readonly access: CompleteTopicAccess;
}

export interface AttachPolicyEnvironmentProps {
  /** Name of the one IoT policy that the function attaches, whichever group a user is in. */
  readonly policyName: string;
  /** The function answers identities of this pool only. */
  readonly identityPoolId: string;
  /** Host that callers are told to connect to. */
  readonly iotEndpoint: string;
  /** Origins of the pages that may read the answers, without path or trailing slash. */
  readonly allowedOrigins: readonly string[];
  /** What users in no group are told about client ID and topics; the same as the policy's: `IotAccessPolicy.access`. */
  readonly access: CompleteTopicAccess;
  /** Whether the identity pool has guests: then a direct invocation is refused, which does not tell them from users. */
  readonly guestsAllowed: boolean;
  /** Takes `authenticatedRoleArn`. Each caller is told the topics of the own role; with groups, a direct invocation,
   * which does not say which role was assumed, is told none. @default none: everyone is told those of `access` */
  readonly groups?: readonly GroupConnection[];
  /** The role of users in no group. */
  readonly authenticatedRoleArn?: string;
  /**
   * What the stage of the API has as its variable `proof`, so that nobody who may invoke the function passes for API
   * Gateway: an event without it is a direct invocation. Whoever may read the stack, the function or the stage knows it.
   * @default none: whatever looks like an event of API Gateway, and comes with no Cognito credentials, is taken for one
   */
  readonly apiProof?: string;
  /** Name of the IoT policy of those who are revoked: `RevokedPolicy.policyName`. It is compared with what is attached to
   * a caller, and never attached or detached. @default none: nobody is told to be revoked by a policy */
  readonly revokedPolicyName?: string;
  /** Each caller is recorded there before anything is attached, and who cannot be is refused. @default none */
  readonly directory?: RecordedUsers;
  /** Takes `directory`. Each caller gets own policies attached, too. @default none */
  readonly devices?: GrantedDevicePolicies;
  /** Whether CloudWatch gets metrics by outcome from the log: see `IotAccessProps.metrics`. @default false */
  readonly metrics?: boolean;
}

/** Where the function records whom an identity belongs to. */
export interface RecordedUsers {
  readonly table: ITable;
  /** Users of this pool only. */
  readonly userPoolId: string;
}

/** The IoT policies of users' own, which name the devices that were granted to them. */
export interface GrantedDevicePolicies {
  /** What callers are told that they may do with a device; the same as the roles'. */
  readonly access: DeviceAccess;
  /** What the policies' names begin with. */
  readonly policyPrefix: string;
}

type AttachPolicyEnvironment = FunctionEnvironment &
  Partial<
    ApiEnvironment &
      GroupEnvironment &
      RevocationEnvironment &
      DirectoryEnvironment &
      DeviceEnvironment &
      MetricsEnvironment
  >;

/** What the function reads when it starts. */
export function attachPolicyEnvironment(
  scope: Construct,
  props: AttachPolicyEnvironmentProps,
): AttachPolicyEnvironment {
  checkSize(props);
  return {
    IOT_POLICY_NAME: props.policyName,
    IDENTITY_POOL_ID: props.identityPoolId,
    IOT_ENDPOINT: props.iotEndpoint,
    ALLOWED_ORIGINS: props.allowedOrigins.join(','),
    CONNECTION_TEMPLATE: JSON.stringify(connectionTemplate(props.access)),
    GUESTS_ALLOWED: String(props.guestsAllowed),
    ...(props.apiProof !== undefined && ({ API_PROOF: props.apiProof } satisfies ApiEnvironment)),
    ...groupEnvironment(scope, props),
    ...revocationEnvironment(props),
    ...(props.directory && directoryEnvironment(props.directory)),
    ...deviceEnvironment(props),
    ...(props.metrics && ({ METRICS_NAMESPACE: answerMetrics.namespace } satisfies MetricsEnvironment)),
  };
}

function revocationEnvironment({
  revokedPolicyName,
}: AttachPolicyEnvironmentProps): RevocationEnvironment | Record<never, string> {
  return revokedPolicyName === undefined ? {} : { REVOKED_POLICY_NAME: revokedPolicyName };
}

function directoryEnvironment({ table, userPoolId }: RecordedUsers): DirectoryEnvironment {
  return { DIRECTORY_TABLE: table.tableName, USER_POOL_ID: userPoolId };
}

function deviceEnvironment({
  devices,
  directory,
}: AttachPolicyEnvironmentProps): DeviceEnvironment | Record<never, string> {
  if (!devices) return {};
  if (!directory) throw new Error('devices need a directory: it knows who was granted which');
  return { DEVICE_ACCESS: JSON.stringify(devices.access), DEVICE_POLICY_PREFIX: devices.policyPrefix };
}

function groupEnvironment(
  scope: Construct,
  { groups = [], authenticatedRoleArn }: AttachPolicyEnvironmentProps,
): GroupEnvironment | Record<never, string> {
  if (groups.length === 0) return {};
  if (authenticatedRoleArn === undefined) throw new Error('groups need authenticatedRoleArn: the role of all others');
  const connections = groups.map(({ roleArn, access }) => ({
    roleArn,
    connectionTemplate: connectionTemplate(access),
  }));
  return { AUTHENTICATED_ROLE_ARN: authenticatedRoleArn, GROUP_CONNECTIONS: Stack.of(scope).toJsonString(connections) };
}

/** Lambda takes 4 KB for all variables; ARNs of roles that CloudFormation names are counted in `others` and `arn`.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function checkSize({ groups = [], devices }: AttachPolicyEnvironmentProps): void {
  const others = 1200;
  const arn = 140;
  const sizesOfGroups = groups.map(({ access }) => JSON.stringify(connectionTemplate(access)).length + arn);
  const ofGroups = sizesOfGroups.reduce((sum, one) => sum + one, 0);
  const ofDevices = devices ? JSON.stringify(devices).length : 0;
  const size = others + ofGroups + ofDevices;
  if (size <= 4096) return;
  const where = ofGroups >= ofDevices ? 'groups' : 'devices';
  const what = `would be about ${size} bytes of the function's environment, which has 4096; use fewer groups or shorter patterns`;
  throw new SettingsError([{ where, what }]);
}
