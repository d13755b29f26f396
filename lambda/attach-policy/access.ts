import type { Call, PolicyAttachment } from './attachment.js';
import { type Connection, type ConnectionProps, connectionOf } from './connection.js';
import { withinDeadline } from './deadline.js';
import type { Invocation } from './invocation.js';
import { deadlineError } from './iot-errors.js';

export type Action = 'attach' | 'status' | 'detach';

export interface AccessAnswer {
  readonly identityId: string;
  readonly policyName: string;
  readonly attached?: boolean;
  readonly connection?: Connection;
}

export interface AccessProps {
  readonly policyName: string;
  readonly connection: ConnectionProps;
  readonly attachment: PolicyAttachment;
}

/** Does one action for the caller of an invocation and gives the answer's body. Throws ApiError, or the fault as it is. */
export type Access = (action: Action, invocation: Invocation) => Promise<AccessAnswer>;

/** Milliseconds kept back for writing the answer before the platform ends the request. */
const reserve = 500;

/** caller -> attach, look up or detach -> answer, all within the invocation's time. */
export function createAccess({ policyName, connection, attachment }: AccessProps): Access {
  const actions: Record<Action, (identityId: string, call: Call) => Promise<AccessAnswer>> = {
    async attach(identityId, call) {
      await attachment.attach(identityId, call);
      return { identityId, policyName, connection: connectionOf(identityId, connection) };
    },

    async status(identityId, call) {
      const attached = await attachment.isAttached(identityId, call);
      return { identityId, policyName, attached, connection: connectionOf(identityId, connection) };
    },

    /**
     * Detaches first, so that a client which reconnects at once is refused. AWS IoT cannot list an identity's
     * connections, so only the one with the identity's own client ID is closed; other tabs (`<identityId>-*`) stay
     * connected and lose their rights through the detach alone.
     */
    async detach(identityId, call) {
      await attachment.detach(identityId, call);
      await attachment.disconnect(connectionOf(identityId, connection).clientId, call);
      return { identityId, policyName, attached: false };
    },
  };

  return async (action, invocation) => {
    const { progress } = invocation;
    progress.event = action;
    const identityId = invocation.caller();
    progress.identityId = identityId;
    return withinDeadline(
      invocation.remainingTime() - reserve,
      (signal) => actions[action](identityId, { signal, progress }),
      () => deadlineError(progress.lastFailure),
    );
  };
}
