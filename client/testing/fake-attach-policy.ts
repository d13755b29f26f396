import type { Topics } from '../../contract/topics.js';
import { throwIfAborted } from '../abortable.js';
import { type ApiAnswer, type ApiCall, type Refusal, Unanswered } from '../call-attach-policy.js';

export interface FakeApiUser {
  readonly identityId: string;
  readonly isGuest: boolean;
  /** Nothing can be attached any more. */
  isDenied: boolean;
  /** As in the directory of a stack. */
  isRevoked: boolean;
  isAttached: boolean;
  topics(): Topics;
}

export interface FakeStack {
  readonly region: string;
  /** Of AWS IoT. */
  readonly endpoint: string;
  readonly policyName: string;
}

/** What the stack's function, or API Gateway before it, answers to one user. */
export function createFakeAttachPolicy(
  stack: FakeStack,
  user: FakeApiUser,
  isAway: () => boolean,
): (call: ApiCall) => Promise<ApiAnswer> {
  return async ({ method, endpoints, signal }) => {
    throwIfAborted(signal);
    if (isAway()) throw new Unanswered(endpoints.apiHost);
    if (user.isGuest) return { refusal: OF_GUEST };
    if (user.isDenied) return { refusal: OF_LIMIT };
    if (user.isRevoked && method === 'POST') return { refusal: OF_REVOKED };
    if (method !== 'GET') user.isAttached = method === 'POST';
    const { identityId } = user;
    const { endpoint, region, policyName } = stack;
    if (method === 'DELETE') return { attachment: { identityId, policyName, attached: false } };
    const connection = { endpoint, region, clientId: `${identityId}-`, topics: user.topics() };
    const told = method === 'GET' ? { attached: user.isAttached } : {};
    const revoked = user.isRevoked ? { revoked: true as const } : {};
    return { attachment: { identityId, policyName, ...told, ...revoked, connection } };
  };
}

const REFUSED: Omit<Refusal, 'status' | 'reason' | 'message'> = {
  requestId: undefined,
  ofFunction: false,
  retryAfter: undefined,
  ofCredentials: false,
  ofGuest: false,
};

const OF_GUEST: Refusal = {
  ...REFUSED,
  status: 403,
  reason: 'AccessDeniedException',
  message: 'User is not authorized to perform: execute-api:Invoke on resource: /attach-policy',
  ofGuest: true,
};

const OF_LIMIT: Refusal = {
  ...REFUSED,
  status: 409,
  reason: 'PolicyLimitExceeded',
  message: 'The identity has as many IoT policies as AWS IoT allows.',
  ofFunction: true,
};

const OF_REVOKED: Refusal = {
  ...REFUSED,
  status: 403,
  reason: 'Revoked',
  message: "This user's access has been taken away by an operator of this deployment.",
  ofFunction: true,
};
