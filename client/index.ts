/**
 * `cognito-iot-client`.
 *
 * @module client
 */
export type { Attachment } from '../contract/attachment.js';
export type { Connection } from '../contract/connection.js';
export type { GrantedDevices } from '../contract/device-access.js';
export type { ClientOutputs as StackOutputs } from '../contract/stack-outputs.js';
export type { AmplifyOutputs } from './amplify-outputs.js';
export { type AttachRefusal, AttachRefusedError } from './attach-refused-error.js';
export type { AttachWhen } from './attach-when.js';
export type {
  CallOptions,
  CloseOptions,
  ConnectOptions,
  IotClient,
  IotClientEvents,
  MessagesOptions,
  SubscribeOptions,
  Subscription,
} from './client-contract.js';
export type { IotClientOptions } from './client-options.js';
export type { Step } from './connect-contract.js';
export type { ConnectionState } from './connection-states.js';
export type { AuthSession, AwsCredentials, CredentialsProvider } from './credentials-provider.js';
export {
  ClientIdTakenError,
  ClosedError,
  CredentialsExpiredError,
  InvalidCredentialsError,
  InvalidOutputsError,
  IotAccessError,
  type IotAccessErrorCode,
  type IotAction,
  NotSignedInError,
  PacketRefusedError,
  ThrottledError,
  UnreachableError,
  UnsupportedError,
} from './iot-access-error.js';
export { createIotClient } from './iot-client.js';
export type { Log } from './log.js';
export { MessageDroppedError } from './message-dropped-error.js';
export type { MessageProperties } from './message-properties.js';
export type { ProtocolVersion, QoS } from './mqtt-session.js';
export { DeviceNotGrantedError, type NotAuthorizedDetails, NotAuthorizedError } from './not-authorized-error.js';
export { NotJsonError } from './not-json-error.js';
export type { OutboxChoice, OutboxOptions, OutboxStore } from './outbox-contract.js';
export type { GivenOutputs } from './outputs.js';
export type {
  LeaveReason,
  Presence,
  PresenceChange,
  PresenceEvents,
  PresenceMember,
  PresenceOptions,
} from './presence-contract.js';
export type { AnswerOptions, LastWill, Payload, PublishOptions, RequestOptions } from './publish-options.js';
export type { RenewAt } from './renew-at.js';
export { RequestTimeoutError } from './request-timeout-error.js';
export { RevokedError } from './revoked-error.js';
export type { Message, MessageHandler } from './subscriptions.js';
export type { TopicParams } from './topic-parameters.js';
