import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachPolicyCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iot';
import { NOT_FOUND, nameOf } from './aws-faults.js';
import { createPace } from './pace.js';
import type { Time } from './time.js';

/** IoT policies on one identity, and those of one user. AWS's errors are thrown as they are. */
export interface SweptPolicies {
  attached(identityId: string): Promise<string[]>;
  detach(policyName: string, identityId: string): Promise<void>;
  /** With all its versions. @returns false where AWS does not let it be deleted yet: five minutes after a detach */
  delete(policyName: string): Promise<boolean>;
  exists(policyName: string): Promise<boolean>;
}

/** Of each operation AWS takes 10 or 15 a second for the whole account, of which sign-ins and back ends use some, too. */
const CALLS_PER_SECOND = 8;

export function createSweptPolicies(iot: Pick<IoTClient, 'send'>, time: Time): SweptPolicies {
  const asking = createPace(time, CALLS_PER_SECOND);

  async function versions(policyName: string) {
    await asking();
    try {
      return (await iot.send(new ListPolicyVersionsCommand({ policyName }))).policyVersions ?? [];
    } catch (error) {
      if (nameOf(error) === NOT_FOUND) return undefined;
      throw error;
    }
  }

  return {
    async attached(target) {
      const names: string[] = [];
      let marker: string | undefined;
      do {
        await asking();
        const page = await iot.send(new ListAttachedPoliciesCommand({ target, marker }));
        names.push(...(page.policies ?? []).map(({ policyName = '' }) => policyName));
        marker = page.nextMarker;
      } while (marker);
      return names;
    },

    async detach(policyName, target) {
      await asking();
      await iot.send(new DetachPolicyCommand({ policyName, target }));
    },

    exists: async (policyName) => (await versions(policyName)) !== undefined,

    async delete(policyName) {
      const found = (await versions(policyName)) ?? [];
      for (const { versionId: policyVersionId } of found.filter((one) => !one.isDefaultVersion)) {
        await asking();
        await iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
      }
      try {
        await asking();
        await iot.send(new DeletePolicyCommand({ policyName }));
        return true;
      } catch (error) {
        if (nameOf(error) === NOT_FOUND) return true;
        if (nameOf(error) === 'DeleteConflictException') return false;
        throw error;
      }
    },
  };
}
