import { nameOfReason } from './reason-codes.js';

/** What `code` of an error may be: the name of its class without `Error`. */
export type IotAccessErrorCode =
  | 'NotSignedIn'
  | 'AttachRefused'
  | 'Revoked'
  | 'NotAuthorized'
  | 'CredentialsExpired'
  | 'ClientIdTaken'
  | 'Throttled'
  | 'PacketRefused'
  | 'MessageDropped'
  | 'RequestTimeout'
  | 'Unreachable'
  | 'InvalidOutputs'
  | 'InvalidCredentials'
  | 'Unsupported'
  | 'NotJson'
  | 'Closed';

/** A heading of this page is the name of each error. */
const HELP = 'https://github.com/cognito-iot-access/cognito-iot-access/blob/main/docs/errors.md#';

/**
 * Every error of this client: `code` to branch on, `check` for what to look at next, `help` to read more. The message
 * holds what happened and what to check.
 */
export class IotAccessError extends Error {
  /** To branch on, also where classes are of another copy of this package. */
  readonly code: IotAccessErrorCode;
  /** What to look at next, in a sentence; it is part of the message, too. */
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

  /** Where the documentation says what it means, why it comes and what to do. */
  get help(): string {
    return HELP + this.name.toLowerCase();
  }
}

/**
 * Nobody is signed in, as far as the client can tell: it has no credentials, those of a guest, or those of another user.
 *
 * Why: The credentials provider threw, gave nothing, or gave credentials of another identity than before; or the
 * credentials are a guest's, to whom nothing is attached.
 *
 * What to do: Have the user sign in, then connect again. Close the client when a user signs out, before the next one signs
 * in. Where guests are to connect, the stack's setting `guests` says what they may.
 */
export class NotSignedInError extends IotAccessError {
  constructor(what: string, check: string, cause?: unknown) {
    super('NotSignedIn', what, check, cause);
  }
}

/** What AWS IoT was asked to allow. */
export type IotAction = 'iot:Connect' | 'iot:Publish' | 'iot:Subscribe';

/**
 * The credentials were refused, also after they had been fetched anew.
 *
 * Why: They have expired and the provider gives no others, they are of another identity pool or Region than the stack's,
 * or the device's clock is so wrong that AWS takes no signature of it, and AWS's own time could not be learnt.
 *
 * What to do: Give a provider that fetches anew when it is called (`fetchAuthSession` is one; a constant is not), take the
 * outputs and the credentials of one stack, and look at the clock.
 */
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

/**
 * Another connection keeps taking this client ID: AWS IoT allows a client ID one connection, and ends the older one.
 *
 * Why: The client was taken over three times in a row. Another tab, device or process connects with the same client ID.
 *
 * What to do: Leave `clientIdPattern` out, or let it end with `*`, so that each tab has its own; the setting
 * `access.clientIds` has to allow that. Otherwise see that only one of them is open.
 */
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

/**
 * Too much at once: AWS throttled until the deadline, or a limit of AWS IoT, or of this client, is reached.
 *
 * Why: More new users sign in than AWS IoT attaches in a second, the app publishes faster than AWS IoT takes it on one
 * connection, or it has more subscriptions than one connection may have.
 *
 * What to do: Wait for each `publish` before the next, take one filter with a wildcard in the place of many, and try again
 * later. Quotas of the account can be raised in Service Quotas.
 */
export class ThrottledError extends IotAccessError {
  constructor(what: string, check: string, cause?: unknown, reasonCode?: number) {
    super('Throttled', what, check, cause, reasonCode);
  }
}

/**
 * AWS IoT does not take this for another reason than a policy: the one that its code of MQTT 5 names.
 *
 * Why: The topic, the filter, the client ID or a property is one that AWS IoT does not allow, or the packet is too large.
 *
 * What to do: Look at `reasonCode` and at `subject`, and hold them against the limits of AWS IoT.
 */
export class PacketRefusedError extends IotAccessError {
  /** What was refused. */
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

/**
 * Nothing answered until the deadline.
 *
 * Why: The device is offline, a proxy or the page's content security policy blocks the host, the host is wrong, or the
 * credentials provider did not answer. Or a file that the client loads when it is needed is not there: the network has
 * gone, or the app was deployed anew under names of files that this page does not know.
 *
 * What to do: Check the network, `connect-src` of the page, and the outputs; or give `connect` a longer `deadline`. Reload
 * the page where it is a file that has gone; otherwise the next call loads it. A
 * client that was connected does not end like this: it goes on trying, in the state `offline`.
 */
export class UnreachableError extends IotAccessError {
  constructor(
    host: string,
    cause?: unknown,
    check = 'Check the network, and that no proxy or content security policy (connect-src) blocks it.',
  ) {
    super('Unreachable', `${host} could not be reached in time.`, check, cause);
  }
}

/**
 * The option `credentials`, or what it gives, is not what it should be: a mistake in the app.
 *
 * Why: It is not a function, or it gives something else than credentials.
 *
 * What to do: Pass the function itself: `fetchAuthSession` of `aws-amplify/auth`, a provider of the AWS SDK, or one that
 * gives `{ accessKeyId, secretAccessKey, sessionToken }`.
 */
export class InvalidCredentialsError extends IotAccessError {
  constructor(what: string, check: string) {
    super('InvalidCredentials', what, check);
  }
}

/**
 * This browser or runtime does not have what the client needs.
 *
 * Why: A page that is not served over https has no WebCrypto, and some runtimes lack other parts of the web's platform.
 *
 * What to do: The message names what is missing, and how to come by it.
 */
export class UnsupportedError extends IotAccessError {
  constructor(what: string, check: string) {
    super('Unsupported', what, check);
  }
}

/**
 * The stack outputs cannot be used.
 *
 * Why: One is missing or spelt in another way, they are of several stacks or Regions, or the file is another one.
 *
 * What to do: Pass what `cdk-outputs.json` has below the stack's name, or the whole `amplify_outputs.json`, as it was
 * written by one deployment.
 */
export class InvalidOutputsError extends IotAccessError {
  constructor(what: string, check: string) {
    super('InvalidOutputs', what, check);
  }
}

/**
 * The client was closed while this was under way, or before it began.
 *
 * Why: `close()` or `detach()` was called, or the signal of `connect` aborted. Its `reason` is `signed out` when the user
 * has signed out by `close({ signedOut: true })`, here or in another tab.
 *
 * What to do: Nothing, if that was meant. Otherwise call `connect()`, which opens it again.
 */
export class ClosedError extends IotAccessError {
  /** What closed it, where that is known. */
  readonly reason: 'closed' | 'signed out';

  constructor(reason: 'closed' | 'signed out' = 'closed') {
    super(
      'Closed',
      reason === 'closed' ? 'The client is closed.' : 'The client is closed: the user has signed out.',
      'Call connect() to open it again.',
    );
    this.reason = reason;
  }
}
