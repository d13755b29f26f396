import type { Call, PolicyAttachment } from './attachment.js';
import { type Connection, connectionOf } from './connection.js';
import { withinDeadline } from './deadline.js';
import { attachExactly, detachEntirely } from './exact-attachment.js';
import type { ChoosePolicy, PolicyChoice } from './group-policies.js';
import type { Invocation } from './invocation.js';
import { iotTimeout } from './iot-errors.js';

export type Action = 'attach' | 'status' | 'detach';

export interface AccessAnswer {
  readonly identityId: string;
  readonly policyName: string;
  readonly attached?: boolean;
  readonly connection?: Connection;
}

export interface AccessProps {
  /** By the caller's role, where there are groups. */
  readonly choosePolicy: ChoosePolicy;
  /** Host name, without scheme. */
  readonly endpoint: string;
  readonly region: string;
  readonly attachment: PolicyAttachment;
}

/** Does one action for the caller of an invocation and gives the answer's body. Throws ApiError, or the fault as it is. */
export type Access = (action: Action, invocation: Invocation) => Promise<AccessAnswer>;

/** Milliseconds kept back for writing the answer before the platform ends the request. */
const reserve = 500;

/** caller -> attach, look up or detach -> answer, all within the invocation's time. */
export function createAccess({ choosePolicy, endpoint, region, attachment }: AccessProps): Access {
  const connection = (identityId: string, { template }: PolicyChoice) =>
    connectionOf(identityId, { endpoint, region, template });
  const actions: Record<Action, (identityId: string, choice: PolicyChoice, call: Call) => Promise<AccessAnswer>> = {
    async attach(identityId, choice, call) {
      await attachExactly(attachment, identityId, choice, call);
      return { identityId, policyName: choice.policyName, connection: connection(identityId, choice) };
    },

    async status(identityId, choice, call) {
      const { policyName } = choice;
      const [found] = await attachment.attachedAmong(identityId, [policyName], call);
      return { identityId, policyName, attached: found !== undefined, connection: connection(identityId, choice) };
    },

    /**
     * Detaches first, so that a client which reconnects at once is refused. AWS IoT cannot list an identity's
     * connections, so only the one with the identity's own client ID is closed; other tabs (`<identityId>-*`) stay
     * connected and lose their rights through the detach alone.
     */
    async detach(identityId, choice, call) {
      await detachEntirely(attachment, identityId, choice, call);
      await attachment.disconnect(connection(identityId, choice).clientId, call);
      return { identityId, policyName: choice.policyName, attached: false };
    },
  };

  return async (action, invocation) => {
    const { progress } = invocation;
    progress.event = action;
    const caller = invocation.caller();
    const { identityId } = caller;
    progress.identityId = identityId;
    const choice = choosePolicy(caller);
    return withinDeadline(
      invocation.remainingTime() - reserve,
      (signal) => actions[action](identityId, choice, { signal, progress }),
      () => iotTimeout(),
    );
  };
}
