import type { ApiRequest } from './api-request.js';
import type { Decision } from './decision.js';
import type { ConnectionSnapshot, FailedHandshake } from './mqtt-connection.js';
import type { MqttMessageRecord } from './mqtt-message.js';
import type { PasswordPolicy } from './password-policy.js';

/** What the sandbox shows, by the path below `/_sandbox/`. Times are milliseconds since 1970 where they are numbers. */
export interface SandboxViews {
  /**
   * The outputs of all stacks with the sandbox's addresses, and the names of `StackOutputs` besides. Where several
   * resources fit a name, each is `<stack>.<name>`.
   */
  readonly outputs: Readonly<Record<string, string>>;
  readonly messages: readonly MailedMessage[];
  readonly users: readonly UserSnapshot[];
  /** By user pool ID. */
  readonly 'password-policies': Readonly<Record<string, PasswordPolicy>>;
  readonly identities: readonly IdentitySnapshot[];
  /** By identity ID, oldest attachment first. */
  readonly attachments: Readonly<Record<string, readonly AttachedPolicy[]>>;
  /** Open ones first, then those that ended, the last first. */
  readonly connections: readonly (ConnectionSnapshot | FailedHandshake)[];
  readonly calls: Readonly<Record<string, OperationCount>>;
  /** Oldest first; with `?since=<number>` only those after it. */
  readonly decisions: readonly Decision[];
  readonly logs: readonly string[];
  /** Oldest first; of those, the ones that are kept. */
  readonly 'function-logs': readonly FunctionLogLine[];
  /** The last 200, oldest first; with `?since=<number>` only those after it. */
  readonly 'api-requests': readonly ApiRequest[];
  /** The last 500, oldest first; with `?since=<number>` only those after it. */
  readonly 'mqtt-messages': readonly MqttMessageRecord[];
  readonly operator: OperatorCredentials;
  readonly 'not-emulated': readonly LeftOutResource[];
  /** ISO 8601. */
  readonly clock: { readonly now: string };
}

/** A resource of a template that the sandbox leaves out. */
export interface LeftOutResource {
  /** `Backend`, or `Backend/Auth` for a stack that is nested in it. */
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Where it is not that its type is not emulated. */
  readonly reason?: string;
}

/** What would have been e-mailed. */
export interface MailedMessage {
  readonly time: number;
  readonly to: string;
  /** What stands there as the sender. */
  readonly from?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly userPoolId: string;
  readonly userName: string;
  readonly purpose: 'SignUp' | 'ForgotPassword' | 'VerifyAttribute' | 'Invitation';
  /** For an invitation, the temporary password. */
  readonly code: string;
  readonly subject: string;
  readonly text: string;
}

/** What a function wrote to its standard output or error. */
export interface FunctionLogLine {
  readonly time: number;
  readonly functionName: string;
  /** Of the invocation; there is none before the first. */
  readonly requestId?: string;
  readonly line: string;
}

export interface UserSnapshot {
  readonly userPoolId: string;
  readonly sub: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly status: 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED' | 'EXTERNAL_PROVIDER';
  readonly groups: readonly string[];
  readonly enabled: boolean;
  readonly createdAt: number;
}

export interface IdentitySnapshot {
  readonly identityId: string;
  readonly identityPoolId: string;
  /** Provider name to the user's `sub` there. None: a guest. */
  readonly logins: Readonly<Record<string, string>>;
}

export interface AttachedPolicy {
  readonly policyName: string;
  /** The attachment decides nothing before. */
  readonly effectiveAt: number;
}

export interface OperationCount {
  readonly calls: number;
  /** Refused by a quota. */
  readonly throttled: number;
  /** Failed on purpose. */
  readonly failed: number;
}

/** Of an operator of the account, who may do everything. */
export interface OperatorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}
