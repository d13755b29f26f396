import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { DeleteConnectionCommand } from '@aws-sdk/client-iot-data-plane';
import { type Call, callIot, traced } from './call-iot.js';
import type { IotClients } from './iot-clients.js';
import { createQuotaShare } from './quota-share.js';

/** IoT policies' attachment to one identity. Known failures of AWS IoT are thrown as ApiError, others as they are. */
export interface PolicyAttachment {
  /** Attaching twice is harmless. */
  attach(identityId: string, policyName: string, call: Call): Promise<void>;
  /** Their names. For a moment after an attach, AWS IoT may still leave it out: its lists are eventually consistent. */
  attachedTo(identityId: string, call: Call): Promise<ReadonlySet<string>>;
  /** Detaching what is not attached is harmless. */
  detach(identityId: string, policyName: string, call: Call): Promise<void>;
  /** Closes the live MQTT connection of one client ID, if there is one. */
  disconnect(clientId: string, call: Call): Promise<void>;
}

/**
 * Everything that is asked of AWS IoT.
 *
 * @param now milliseconds
 */
export function createPolicyAttachment(clients: IotClients, now: () => number): PolicyAttachment {
  const { iot } = clients;
  // Each operation has a quota of its own: https://docs.aws.amazon.com/general/latest/gr/iot-core.html
  const shares = {
    attach: createQuotaShare(now),
    status: createQuotaShare(now),
    detach: createQuotaShare(now),
    disconnect: createQuotaShare(now),
  };

  return {
    attach(identityId, policyName, call) {
      const command = traced(new AttachPolicyCommand({ policyName, target: identityId }), call);
      // Not among AttachPolicy's documented errors, yet AWS's own guide ignores it:
      // https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
      const ignored = 'ResourceAlreadyExistsException';
      return callIot({ share: shares.attach, policyName, ignored }, () =>
        iot.send(command, { abortSignal: call.signal }),
      );
    },

    async attachedTo(identityId, call) {
      const names = new Set<string>();
      let marker: string | undefined;
      do {
        const command = new ListAttachedPoliciesCommand({ target: identityId, pageSize: 250, marker });
        await callIot({ share: shares.status, policyName: '' }, async () => {
          const page = await iot.send(traced(command, call), { abortSignal: call.signal });
          for (const { policyName } of page?.policies ?? []) if (policyName !== undefined) names.add(policyName);
          marker = page?.nextMarker;
        });
      } while (marker && !call.signal.aborted);
      return names;
    },

    detach(identityId, policyName, call) {
      const command = traced(new DetachPolicyCommand({ policyName, target: identityId }), call);
      return callIot({ share: shares.detach, policyName }, () => iot.send(command, { abortSignal: call.signal }));
    },

    disconnect(clientId, call) {
      const command = traced(new DeleteConnectionCommand({ clientId }), call);
      // Here the resource is the connection, so "not found" means that nobody was connected.
      const ignored = 'ResourceNotFoundException';
      return callIot({ share: shares.disconnect, policyName: '', ignored }, () =>
        clients.iotData.send(command, { abortSignal: call.signal }),
      );
    },
  };
}
