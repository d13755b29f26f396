import { ApiError } from './errors.js';
import { propertyOf, textOf } from './thrown.js';

const throttling = new Set(['ThrottlingException', 'TooManyRequestsException']);
// The data plane says Forbidden where the control plane says AccessDenied or Unauthorized.
const forbidden = new Set(['AccessDeniedException', 'UnauthorizedException', 'ForbiddenException']);
const unavailable = new Set(['ServiceUnavailableException', 'InternalFailureException']);
const unreachable = new Set([
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
 */
export function iotError(error: unknown, policyName: string): ApiError | undefined {
  const name = textOf(error, 'name') ?? '';
  const code = textOf(error, 'code') ?? '';
  const status = propertyOf(propertyOf(error, '$metadata'), 'httpStatusCode');
  if (name === 'LimitExceededException') return policyLimitExceeded(error);
  if (name === 'ResourceNotFoundException') return policyNotFound(policyName, error);
  if (forbidden.has(name)) return attachForbidden(error);
  // Before the time-outs: the SDK's HTTP handler renames a reset connection to TimeoutError and leaves the code.
  if (unavailable.has(name) || unreachable.has(code)) return iotUnavailable(error);
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') return iotTimeout(error);
  // A load balancer's own 502, 503 or 504 has no exception name that the SDK knows.
  if (typeof status === 'number' && status >= 500) return iotUnavailable(error);
  return undefined;
}

/** IoT throttles with HTTP 400, so the status says nothing. */
export function isThrottling(error: unknown): boolean {
  return throttling.has(textOf(error, 'name') ?? '');
}

/** AWS IoT's quota is used up. `seconds` is when to call again; `cause` is missing if AWS IoT was not even asked. */
export function throttled(seconds: number, cause?: unknown): ApiError {
  const message = `AWS IoT takes no more requests from this account at the moment. Call again in ${seconds} s.`;
  return new ApiError(503, 'Throttled', message, { cause, headers: { 'Retry-After': String(seconds) } });
}

/** AWS IoT, or the connection to it, took too long. */
export function iotTimeout(cause?: unknown): ApiError {
  const message = 'AWS IoT did not answer in time. Call again: attaching and detaching twice is harmless.';
  return new ApiError(504, 'IotTimeout', message, { cause });
}

function policyLimitExceeded(cause: unknown): ApiError {
  const message =
    'The identity already has as many IoT policies attached as AWS IoT allows (ten). ' +
    'Have one that it no longer needs detached, then call again.';
  return new ApiError(409, 'PolicyLimitExceeded', message, { cause });
}

function policyNotFound(policyName: string, cause: unknown): ApiError {
  const message =
    'The IoT policy that this deployment attaches does not exist. ' +
    "Calling again does not help; tell the deployment's operator, quoting the request ID.";
  const remedy =
    `IoT policy "${policyName}" is missing in the function's Region. Deploy the stack again; ` +
    'if the policy was deleted by hand, create it again under the same name.';
  return new ApiError(500, 'PolicyNotFound', message, { cause, remedy });
}

function attachForbidden(cause: unknown): ApiError {
  const message =
    'This deployment is not allowed to manage IoT policy attachments. ' +
    "Calling again does not help; tell the deployment's operator, quoting the request ID.";
  const remedy =
    "Allow iot:AttachPolicy, iot:DetachPolicy and iot:ListAttachedPolicies on * in the function's role " +
    '(IAM has no resource type for a Cognito identity), and iot:DeleteConnection on the client IDs; then look for ' +
    'a permissions boundary or service control policy that denies them.';
  return new ApiError(500, 'AttachForbidden', message, { cause, remedy });
}

function iotUnavailable(cause: unknown): ApiError {
  return new ApiError(503, 'IotUnavailable', 'AWS IoT could not be reached, or failed. Call again later.', { cause });
}
