import { nameOfReason } from './reason-codes.js';

export type IotAccessErrorCode =
  | 'NotSignedIn'
  | 'AttachRefused'
  | 'NotAuthorized'
  | 'CredentialsExpired'
  | 'ClientIdTaken'
  | 'Throttled'
  | 'PacketRefused'
  | 'RequestTimeout'
  | 'Unreachable'
  | 'InvalidOutputs'
  | 'InvalidCredentials'
  | 'Unsupported'
  | 'Closed';

/** Every error of this client: `code` to branch on, `check` for what to look at next; the message holds both. */
export class IotAccessError extends Error {
  readonly code: IotAccessErrorCode;
  readonly check: string;
  /** What AWS IoT gave as the reason, where it did: a reason code of MQTT 5, as 0x87 for "Not authorized". */
  readonly reasonCode: number | undefined;

  constructor(code: IotAccessErrorCode, what: string, check: string, cause?: unknown, reasonCode?: number) {
    super(`${what} ${check}`, { cause });
    this.name = `${code}Error`;
    this.code = code;
    this.check = check;
    this.reasonCode = reasonCode;
  }
}

/** The credentials provider gave no credentials, those of a guest, or those of another user than before. */
export class NotSignedInError extends IotAccessError {
  constructor(what: string, check: string, cause?: unknown) {
    super('NotSignedIn', what, check, cause);
  }
}

export interface AttachRefusal {
  /** The API's own code: `PolicyLimitExceeded`, `AttachForbidden`, `ForeignIdentityPool`, … */
  readonly reason: string;
  readonly status: number;
  /** To be found in the function's log. */
  readonly requestId?: string | undefined;
}

/** `/attach-policy` answered, and said no. */
export class AttachRefusedError extends IotAccessError {
  readonly reason: string;
  readonly status: number;
  readonly requestId: string | undefined;

  constructor({ reason, status, requestId }: AttachRefusal, what: string, check: string) {
    super('AttachRefused', what, check);
    this.reason = reason;
    this.status = status;
    this.requestId = requestId;
  }
}

export type IotAction = 'iot:Connect' | 'iot:Publish' | 'iot:Subscribe';

export interface NotAuthorizedDetails {
  /** Names or patterns of the same kind that are allowed, where that is known. */
  readonly allowed?: readonly string[] | undefined;
  /** The message was to be retained, for which another action is needed as well. */
  readonly retained?: boolean | undefined;
  /** The device that it is of, where that one was granted to the user. */
  readonly grantedDevice?: string;
  /** What the user lacks, where that is known. */
  readonly lacking?: string;
  /** Of MQTT 5. */
  readonly reasonCode?: number | undefined;
}

/** The policies forbid it: AWS IoT said so, or in MQTT 3.1.1 closed the connection on it. */
export class NotAuthorizedError extends IotAccessError {
  /** The access that was needed. */
  readonly action: IotAction;
  /** As at the end of the ARN in a policy: `topic/<topic>`, `topicfilter/<filter>` or `client/<client ID>`. */
  readonly resource: string;
  /** The topic or topic filter; undefined for `iot:Connect`. */
  readonly topic: string | undefined;
  /** All actions that were needed: a retained message needs `iot:RetainPublish` beside `iot:Publish`. */
  readonly actions: readonly string[];
  /** What this user may do instead, in the form of `resource`, as the stack's settings say; undefined if not known. */
  readonly allowed: readonly string[] | undefined;

  constructor(action: IotAction, name: string, details: NotAuthorizedDetails = {}) {
    const { allowed, retained = false, grantedDevice, lacking, reasonCode } = details;
    const kind = { 'iot:Connect': 'client', 'iot:Publish': 'topic', 'iot:Subscribe': 'topicfilter' }[action];
    const resource = `${kind}/${name}`;
    const actions = retained ? [action, 'iot:RetainPublish'] : [action];
    const inFull = allowed?.map((pattern) => `${kind}/${pattern}`);
    super(
      'NotAuthorized',
      `AWS IoT refused ${actions.join(' or ')} on ${resource}.`,
      [
        lacking ?? 'Check that the role of signed-in users AND the IoT policy attached to the identity both allow it.',
        ...(inFull && lacking === undefined
          ? [`The stack allows ${action} on ${inFull.join(', ') || 'nothing'}.`]
          : []),
        ...(grantedDevice === undefined
          ? []
          : [`Device ${grantedDevice} is granted; a grant of a moment ago can take minutes to work.`]),
        ...(action === 'iot:Connect'
          ? ['A new attachment can take minutes to work: connecting again later may do.']
          : []),
      ].join(' '),
      undefined,
      reasonCode,
    );
    this.action = action;
    this.actions = actions;
    this.allowed = inFull;
    this.resource = resource;
    this.topic = action === 'iot:Connect' ? undefined : name;
  }
}

/** The topic is of a device that was not granted to the user: a back end grants it, or an operator. */
export class DeviceNotGrantedError extends NotAuthorizedError {
  readonly device: string;

  constructor(action: IotAction, name: string, device: string, details: NotAuthorizedDetails = {}) {
    const lacking = `not granted: device ${device}. Have it granted to this user; a grant of a moment ago can take minutes to work.`;
    super(action, name, { ...details, lacking });
    this.name = 'DeviceNotGrantedError';
    this.device = device;
  }
}

/** The credentials were refused, also after they had been fetched anew. */
export class CredentialsExpiredError extends IotAccessError {
  constructor(reason: string) {
    super(
      'CredentialsExpired',
      `The credentials were refused: ${reason}`,
      "Check that the provider gives fresh credentials, that they are of this stack's identity pool and Region, and " +
        "that this device's clock is right.",
    );
  }
}

/** Another connection keeps taking this client ID. */
export class ClientIdTakenError extends IotAccessError {
  constructor(clientId: string, reasonCode?: number) {
    super(
      'ClientIdTaken',
      `Another connection keeps taking the client ID ${clientId}.`,
      'Check that no other tab, device or process connects with it, and that the pattern of client IDs ends with *.',
      undefined,
      reasonCode,
    );
  }
}

/** AWS throttled until the deadline, or one of its limits on a connection is reached. */
export class ThrottledError extends IotAccessError {
  constructor(what: string, check: string, cause?: unknown, reasonCode?: number) {
    super('Throttled', what, check, cause, reasonCode);
  }
}

/** AWS IoT does not take this for another reason than a policy: the one that its code of MQTT 5 names. */
export class PacketRefusedError extends IotAccessError {
  readonly action: IotAction;
  /** The topic, topic filter or client ID. */
  readonly subject: string;

  constructor(action: IotAction, subject: string, reasonCode: number) {
    super(
      'PacketRefused',
      `AWS IoT refused ${action} on ${subject}: ${nameOfReason(reasonCode)}.`,
      'Check it against the limits of AWS IoT: https://docs.aws.amazon.com/general/latest/gr/iot-core.html.',
      undefined,
      reasonCode,
    );
    this.action = action;
    this.subject = subject;
  }
}

/** Nothing answered until the deadline. */
export class UnreachableError extends IotAccessError {
  constructor(host: string, cause?: unknown) {
    super(
      'Unreachable',
      `${host} could not be reached in time.`,
      'Check the network, and that no proxy or content security policy (connect-src) blocks it.',
      cause,
    );
  }
}

/** The option `credentials`, or what it gives, is not what it should be: a mistake in the app. */
export class InvalidCredentialsError extends IotAccessError {
  constructor(what: string, check: string) {
    super('InvalidCredentials', what, check);
  }
}

/** The browser does not have what the client needs. */
export class UnsupportedError extends IotAccessError {
  constructor(what: string, check: string) {
    super('Unsupported', what, check);
  }
}

/** The stack outputs cannot be used. */
export class InvalidOutputsError extends IotAccessError {
  constructor(what: string, check: string) {
    super('InvalidOutputs', what, check);
  }
}

/** The client was closed while this was under way, or before it began. */
export class ClosedError extends IotAccessError {
  constructor() {
    super('Closed', 'The client is closed.', 'Call connect() to open it again.');
  }
}
