import type { Refusal } from './attach-policy-api.js';
import {
  AttachRefusedError,
  CredentialsExpiredError,
  type IotAccessError,
  NotSignedInError,
  ThrottledError,
} from './errors.js';

/** Statuses after which the same call may do: throttled, or something between had no answer. */
const passing = new Set([429, 502, 503, 504]);

export function isPassing({ status }: Refusal): boolean {
  return passing.has(status);
}

const checks: Readonly<Record<string, string>> = {
  PolicyLimitExceeded: 'Have one of the ten IoT policies of this identity detached.',
  ForeignIdentityPool: "Take credentials from the identity pool in the stack's output IdentityPoolId.",
  AccessDeniedException: 'Check that the role of signed-in users allows execute-api:Invoke on /attach-policy.',
};

/** The error that an answer of `/attach-policy` becomes for the app. */
export function refusalError(refusal: Refusal): IotAccessError {
  const { status, reason, message, requestId, ofCredentials } = refusal;
  if (ofCredentials) return new CredentialsExpiredError(message);
  if (reason === 'NotSignedIn' || reason === 'GuestIdentity') {
    return new NotSignedInError(`/attach-policy refused: ${message}`, 'Sign in, then connect again.');
  }
  if (status === 429 || reason === 'Throttled') {
    return new ThrottledError(
      `/attach-policy was throttled: ${message}`,
      'AWS IoT allows an account 15 AttachPolicy calls a second, which can be raised in Service Quotas.',
    );
  }
  const log = `Check the log of the attach-policy function${requestId ? ` for the request ID ${requestId}` : ''}.`;
  return new AttachRefusedError(
    { reason, status, requestId },
    `/attach-policy refused with ${status} ${reason}: ${message}`,
    checks[reason] ?? log,
  );
}
