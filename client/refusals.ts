import type { ErrorCode } from '../contract/error-codes.js';
import { AttachRefusedError } from './attach-refused-error.js';
import type { Refusal } from './call-attach-policy.js';
import { CredentialsExpiredError, type IotAccessError, NotSignedInError, ThrottledError } from './iot-access-error.js';
import { RevokedError } from './revoked-error.js';

/** What the function says of itself with these may be over in a moment; what it says with another 5xx is not. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Whether the same call may do later. A 5xx that is not the function's own says nothing lasting: so API Gateway answers
 * while Lambda has no concurrency left (500), or when the function ended without an answer (502).
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
 */
export function isPassing({ status, ofFunction }: Refusal): boolean {
  // 501, "not implemented", is the one that says of itself that it stays.
  return PASSING.has(status) || (!ofFunction && status >= 500 && status !== 501);
}

/** What API Gateway says in the function's place. */
type GatewayError = 'MissingAuthenticationTokenException' | 'AccessDeniedException';

const CHECKS: Readonly<Partial<Record<ErrorCode | GatewayError, string>>> = {
  PolicyLimitExceeded: 'Have one of the ten IoT policies of this identity detached.',
  ForeignIdentityPool: "Take credentials from the identity pool in the stack's output IdentityPoolId.",
  UnknownUser:
    "Take credentials with the ID token of the user pool in the stack's output UserPoolId, and no other login.",
  MissingAuthenticationTokenException:
    'API Gateway says so of a path or method that it does not know: check that AttachPolicyUrl is the output of the stack.',
  AccessDeniedException:
    'Guests have no right to call it, and need none: sign in first, if these are the credentials of one. Otherwise ' +
    'check that the role of signed-in users allows execute-api:Invoke on /attach-policy.',
};

const WITHOUT_USER: ReadonlySet<string> = new Set<ErrorCode>(['NotSignedIn', 'GuestIdentity']);
const THROTTLED: ErrorCode = 'Throttled';
const REVOKED: ErrorCode = 'Revoked';

/** The error that an answer of `/attach-policy` becomes for the app. */
export function refusalError(refusal: Refusal): IotAccessError {
  const { status, reason, message, requestId, ofFunction, ofCredentials, ofGuest } = refusal;
  if (ofCredentials) return new CredentialsExpiredError(message);
  if (ofGuest) {
    return new NotSignedInError(
      'The credentials are those of a guest, to whom nothing is attached: the role of guests alone decides.',
      "Sign in, then connect again; or check that the stack's setting guests.access allows to guests what was refused.",
    );
  }
  if (WITHOUT_USER.has(reason)) {
    return new NotSignedInError(`/attach-policy refused: ${message}`, 'Sign in, then connect again.');
  }
  if (reason === REVOKED) return new RevokedError(requestId);
  if (status === 429 || reason === THROTTLED) {
    return new ThrottledError(
      `/attach-policy was throttled: ${message}`,
      'AWS IoT allows an account 15 AttachPolicy calls a second, which can be raised in Service Quotas.',
    );
  }
  if (!ofFunction && isPassing(refusal)) {
    return new AttachRefusedError(
      { reason, status, requestId },
      `/attach-policy kept answering ${status} ${reason}: ${message}`,
      "So API Gateway answers when Lambda runs as many executions as it may (check the function's metric Throttles and " +
        'the quota "Concurrent executions"), or when the function failed (check its metric Errors and its log).',
    );
  }
  const log = `Check the log of the attach-policy function${requestId ? ` for the request ID ${requestId}` : ''}.`;
  return new AttachRefusedError(
    { reason, status, requestId },
    `/attach-policy refused with ${status} ${reason}: ${message}`,
    CHECKS[reason as keyof typeof CHECKS] ?? log,
  );
}
