import { outcomes } from '../../contract/answer-metrics.js';
import { type ErrorCode, errorStatuses } from '../../contract/error-codes.js';

export interface ApiErrorDetails {
  readonly cause?: unknown;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the operator should do. It is logged and never sent to the caller. */
  readonly remedy?: string;
  /** What metrics call it, where the code says too little. @default the code */
  readonly outcome?: string;
}

/** An error that the caller may read: its code, status and message go into the answer, its cause and remedy only into the log. */
export class ApiError extends Error {
  readonly statusCode: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly remedy: string | undefined;
  readonly outcome: string;

  constructor(code: ErrorCode, message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = code;
    this.statusCode = errorStatuses[code];
    this.code = code;
    this.headers = details.headers ?? {};
    this.remedy = details.remedy;
    this.outcome = details.outcome ?? code;
  }
}

export function notSignedIn(details?: ApiErrorDetails): ApiError {
  const message =
    'The request was not signed with the credentials of a signed-in Amazon Cognito identity. ' +
    'Sign in, get credentials from the identity pool, and sign the request with them.';
  return new ApiError('NotSignedIn', message, details);
}

/** It claims to be API Gateway's, and lacks the stage variable that API Gateway would have put in. */
export function unprovenApiEvent(): ApiError {
  const remedy =
    'An event that looks like one of API Gateway lacks the stage variable "proof". If it came through a stage of your ' +
    'own in front of this function, give that stage the variables of the one that the stack has made; otherwise ' +
    'somebody who may invoke the function has tried to pass for API Gateway: see who has lambda:InvokeFunction on it.';
  return notSignedIn({ remedy });
}

export function guestIdentity(): ApiError {
  const message =
    'Guests do not need an IoT policy: AWS IoT judges them by their IAM role alone. ' +
    'Sign in to get an authenticated identity, then call again.';
  return new ApiError('GuestIdentity', message);
}

export function guestsCannotBeToldApart(): ApiError {
  const message =
    'A direct invocation does not say whether the identity is a guest, and this deployment allows guests. ' +
    'Call POST /attach-policy over HTTPS instead.';
  return new ApiError('GuestIdentity', message);
}

export function foreignIdentityPool(): ApiError {
  const message =
    'The identity belongs to another identity pool than the one this deployment serves. ' +
    "Get credentials from the pool named in the stack's output IdentityPoolId.";
  return new ApiError('ForeignIdentityPool', message);
}

export function notFound(): ApiError {
  return new ApiError('NotFound', 'Nothing is here. Call GET, POST or DELETE /attach-policy.');
}

export function methodNotAllowed(allow: string): ApiError {
  const message = `This method is not allowed on /attach-policy. Use one of ${allow}.`;
  return new ApiError('MethodNotAllowed', message, { headers: { allow } });
}

/** Only a direct invocation can be malformed: over HTTP everything but method and path is ignored. */
export function unknownAction(allowed: readonly string[]): ApiError {
  const message = `The event's "action" is not known. Leave it out, or send one of ${allowed.join(', ')}.`;
  return new ApiError('BadRequest', message);
}

/** This user, and nobody else, asks too often; AWS IoT was not asked. */
export function userThrottled(seconds: number): ApiError {
  const message = `You have called too often within a short time. Call again in ${seconds} s.`;
  const headers = { 'retry-after': String(seconds) };
  return new ApiError('Throttled', message, { headers, outcome: outcomes.userThrottled });
}

/** A fault of ours: the caller learns the request ID and nothing else. */
export function internalError(requestId: string, cause: unknown): ApiError {
  const message = `Something went wrong on the server. Quote the request ID ${requestId} when you report it.`;
  return new ApiError('InternalError', message, { cause });
}
