import type { Attachment } from '../../contract/attachment.js';
import type { Call, PolicyAttachment } from './attachment.js';
import type { Caller } from './caller.js';
import type { Connections } from './connection.js';
import { withinDeadline } from './deadline.js';
import type { Invocation } from './invocation.js';
import { iotTimeout } from './iot-errors.js';

export type Action = 'attach' | 'status' | 'detach';

export interface AccessProps {
  /** The one of this deployment, whichever role the caller acts as. */
  readonly policyName: string;
  readonly connections: Connections;
  readonly attachment: PolicyAttachment;
}

/** Does one action for the caller of an invocation and gives the answer's body. Throws ApiError, or the fault as it is. */
export type Access = (action: Action, invocation: Invocation) => Promise<Attachment>;

/** Milliseconds kept back for writing the answer before the platform ends the request. */
const reserve = 500;

/** caller -> attach, look up or detach -> answer, all within the invocation's time. */
export function createAccess({ policyName, connections, attachment }: AccessProps): Access {
  const actions: Record<Action, (caller: Caller, call: Call) => Promise<Attachment>> = {
    async attach(caller, call) {
      const { identityId } = caller;
      await attachment.attach(identityId, policyName, call);
      return { identityId, policyName, connection: connections.of(caller) };
    },

    async status(caller, call) {
      const { identityId } = caller;
      const attached = await attachment.isAttached(identityId, policyName, call);
      return { identityId, policyName, attached, connection: connections.of(caller) };
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

  return async (action, invocation) => {
    const { progress } = invocation;
    progress.event = action;
    const caller = invocation.caller();
    progress.identityId = caller.identityId;
    return withinDeadline(
      invocation.remainingTime() - reserve,
      (signal) => actions[action](caller, { signal, progress }),
      () => iotTimeout(),
    );
  };
}
