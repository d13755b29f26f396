import type { Attachment } from '../../contract/attachment.js';
import type { Call } from './call-iot.js';
import type { Caller } from './caller.js';
import type { Connections } from './connections.js';
import { userThrottled } from './errors.js';
import { iotTimeout } from './iot-errors.js';
import type { PolicyAttachment } from './policy-attachment.js';
import type { UserLimit } from './user-limit.js';
import { withinDeadline } from './within-deadline.js';

export type Action = 'attach' | 'status' | 'detach';

/** What is done for a caller, and the answer's body. */
export type Actions = Readonly<Record<Action, (caller: Caller, call: Call) => Promise<Attachment>>>;

export interface AccessProps {
  /** The one of this deployment, whichever role the caller acts as. */
  readonly policyName: string;
  /** Nobody who can call takes it off, so it is looked for and no more; undefined: there is none. */
  readonly revokedPolicyName: string | undefined;
  readonly connections: Connections;
  readonly attachment: PolicyAttachment;
  readonly userLimit: UserLimit;
  /** What else belongs to the actions, before and after them. @default nothing */
  readonly around?: ((actions: Actions, attachment: PolicyAttachment) => Actions) | undefined;
}

export interface AccessLimits extends Pick<Call, 'countAttempt'> {
  /** Milliseconds until the platform gives up on the request. */
  readonly remainingTime: number;
}

/** Does one action for a caller and gives the answer's body. Throws ApiError, or the fault as it is. */
export type Access = (action: Action, caller: Caller, limits: AccessLimits) => Promise<Attachment>;

/** Milliseconds kept back for writing the answer before the platform ends the request. */
const RESERVE = 500;

/**
 * caller -> attach, look up or detach -> answer, all within the request's time. Nothing is remembered but how often a
 * user has asked: every answer is what AWS IoT has just said.
 */
export function createAccess(props: AccessProps): Access {
  const { policyName, revokedPolicyName, connections, attachment, userLimit, around } = props;
  const own: Actions = {
    async attach(caller, call) {
      const { identityId } = caller;
      await attachment.attach(identityId, policyName, call);
      return { identityId, policyName, connection: connections.of(caller) };
    },

    async status(caller, call) {
      const { identityId } = caller;
      const names = await attachment.attachedTo(identityId, call);
      const isRevoked = revokedPolicyName !== undefined && names.has(revokedPolicyName);
      const attached = names.has(policyName);
      const told = { identityId, policyName, attached, connection: connections.of(caller) };
      return isRevoked ? { ...told, revoked: true } : told;
    },

    /**
     * Detaches first, so that a client which reconnects at once is refused. AWS IoT cannot list an identity's
     * connections, so only those are closed whose client ID this function tells; other tabs (`<identityId>-*`) stay
     * connected and lose their rights through the detach alone.
     */
    async detach({ identityId }, call) {
      await attachment.detach(identityId, policyName, call);
      // Credentials of before a change of group live on for an hour, so another role's may be in use.
      for (const clientId of connections.clientIds(identityId)) await attachment.disconnect(clientId, call);
      return { identityId, policyName, attached: false };
    },
  };

  const actions = around ? around(own, attachment) : own;
  return async (action, caller, { remainingTime, countAttempt }) => {
    const seconds = userLimit.admit(action, caller);
    if (seconds > 0) throw userThrottled(seconds);
    return withinDeadline(
      remainingTime - RESERVE,
      (signal) => actions[action](caller, { signal, countAttempt }),
      () => iotTimeout(),
    );
  };
}
