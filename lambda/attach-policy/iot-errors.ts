import { ApiError } from './errors.js';
import { failureOf } from './iot-failure.js';

// Every name that AWS's services have for it. LimitExceededException, another such for the SDK, is IoT's for ten policies.
const THROTTLING = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ThrottledException',
  'Throttling',
  'RequestThrottled',
  'RequestThrottledException',
  'BandwidthLimitExceeded',
  'SlowDown',
]);
// The data plane says Forbidden where the control plane says AccessDenied or Unauthorized.
const FORBIDDEN = new Set(['AccessDeniedException', 'UnauthorizedException', 'ForbiddenException']);
const UNAVAILABLE = new Set(['ServiceUnavailableException', 'InternalFailureException']);
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken']);
const UNRECOGNIZED = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  // The SDK's own: there are none.
  'CredentialsProviderError',
]);
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

/**
 * Turns what an AWS IoT call threw into the error that the caller gets, or gives `undefined` for what is not IoT's.
 * Throttling is not among it: `throttled` needs to know when to call again.
 * Errors of AttachPolicy: https://docs.aws.amazon.com/iot/latest/apireference/API_AttachPolicy.html
 * Errors of any operation: https://docs.aws.amazon.com/iot/latest/apireference/CommonErrors.html
 */
export function iotError(error: unknown, policyName: string): ApiError | undefined {
  const { name, code, status = 0 } = failureOf(error);
  if (name === 'LimitExceededException') return policyLimitExceeded(error);
  if (name === 'ResourceNotFoundException') return policyNotFound(policyName, error);
  if (FORBIDDEN.has(name)) return attachForbidden(error);
  if (EXPIRED.has(name)) return functionCredentialsExpired(error);
  if (UNRECOGNIZED.has(name)) return functionCredentialsRefused(error);
  // Before the time-outs: the SDK's HTTP handler renames a reset connection to TimeoutError and leaves the code.
  if (UNAVAILABLE.has(name) || UNREACHABLE.has(code)) return iotUnavailable(error);
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') return iotTimeout(error);
  // A load balancer's own 502, 503 or 504 has no exception name that the SDK knows.
  if (status >= 500) return iotUnavailable(error);
  // An answer that is no JSON is not AWS IoT's, or not all of it.
  if (status > 0 && name === 'SyntaxError') return iotUnavailable(error);
  return undefined;
}

/** IoT throttles with HTTP 400, so the status alone says nothing, unless it is the one for it. */
export function isThrottling(error: unknown): boolean {
  const { name, status } = failureOf(error);
  return THROTTLING.has(name) || (status === 429 && name !== 'LimitExceededException');
}

/** Ten policies are attached to the identity. */
export function isPolicyLimit(error: unknown): boolean {
  return failureOf(error).name === 'LimitExceededException';
}

/** AWS IoT's quota is used up. `seconds` is when to call again; `cause` is missing if AWS IoT was not even asked. */
export function throttled(seconds: number, cause?: unknown): ApiError {
  const message = `AWS IoT takes no more requests from this account at the moment. Call again in ${seconds} s.`;
  return new ApiError('Throttled', message, { cause, headers: { 'retry-after': String(seconds) } });
}

/** AWS IoT, or the connection to it, took too long. */
export function iotTimeout(cause?: unknown): ApiError {
  const message = 'AWS IoT did not answer in time. Call again: attaching and detaching twice is harmless.';
  return new ApiError('IotTimeout', message, { cause, headers: comeBackSoon() });
}

function policyLimitExceeded(cause: unknown): ApiError {
  const message =
    'The identity already has as many IoT policies attached as AWS IoT allows (ten). ' +
    'Have one that it no longer needs detached, then call again.';
  return new ApiError('PolicyLimitExceeded', message, { cause });
}

function policyNotFound(policyName: string, cause: unknown): ApiError {
  const message =
    'The IoT policy that this deployment attaches does not exist. ' +
    "Calling again does not help; tell the deployment's operator, quoting the request ID.";
  const remedy =
    `IoT policy "${policyName}" is missing in the function's Region. Deploy the stack again; ` +
    'if the policy was deleted by hand, create it again under the same name.';
  return new ApiError('PolicyNotFound', message, { cause, remedy });
}

function attachForbidden(cause: unknown): ApiError {
  const message =
    'This deployment is not allowed to manage IoT policy attachments. ' +
    "Calling again does not help; tell the deployment's operator, quoting the request ID.";
  const remedy =
    "Allow iot:AttachPolicy, iot:DetachPolicy and iot:ListAttachedPolicies on * in the function's role " +
    '(IAM has no resource type for a Cognito identity), and iot:DeleteConnection on the client IDs; then look for ' +
    'a permissions boundary or service control policy that denies them.';
  return new ApiError('AttachForbidden', message, { cause, remedy });
}

function functionCredentialsExpired(cause: unknown): ApiError {
  const message =
    "This deployment's own credentials towards AWS IoT have expired; yours are in order. Call again later, and if it " +
    "goes on, tell the deployment's operator, quoting the request ID.";
  const remedy =
    'The credentials in the environment of the function have expired. Lambda gives each execution environment fresh ' +
    'ones, and ends it before they expire: if this goes on, look for AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or ' +
    'AWS_SESSION_TOKEN that are set by hand, and deploy the function again.';
  return new ApiError('FunctionCredentialsExpired', message, { cause, remedy, headers: comeBackSoon() });
}

function functionCredentialsRefused(cause: unknown): ApiError {
  const message =
    "AWS IoT does not accept this deployment's own credentials; yours are in order. " +
    "Calling again does not help; tell the deployment's operator, quoting the request ID.";
  const remedy =
    "AWS does not know the credentials of the function's role. If the role was deleted and made again, even under the " +
    'same name, deploy the function again; otherwise look for AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or ' +
    'AWS_SESSION_TOKEN that are set by hand, and for an AWS_ENDPOINT_URL or a Region (it may not be enabled) that is ' +
    "not the deployment's.";
  return new ApiError('FunctionCredentialsRefused', message, { cause, remedy });
}

function iotUnavailable(cause: unknown): ApiError {
  const message = 'AWS IoT could not be reached, or failed. Call again later.';
  return new ApiError('IotUnavailable', message, { cause, headers: comeBackSoon() });
}

/** From 2 to 5 seconds, by chance: those who failed together do not come back together. */
export function comeBackSoon(): { 'retry-after': string } {
  return { 'retry-after': String(2 + Math.floor(Math.random() * 4)) };
}
