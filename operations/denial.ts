import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
} from '@aws-sdk/client-iot';
import { OperationError } from './operation-error.js';

/** The IoT policy that denies everything, on identities. Errors of AWS are thrown as they are. */
export interface Denial {
  /**
   * Attaches it; attaching twice is harmless. An identity with ten policies, as many as AWS IoT allows, loses one of
   * ours for it, which says nothing beside a Deny.
   *
   * @returns names of the policies that had to go
   * @throws OperationError `NoRoomToDeny`
   */
  deny(identityId: string): Promise<string[]>;
  /** Detaching what is not attached is harmless. */
  lift(identityId: string): Promise<void>;
  /** Names of what is attached, as AWS IoT lists it: a moment after a change it may not know of it yet. */
  attachedTo(identityId: string): Promise<string[]>;
}

export interface DenialOptions {
  readonly iot: Pick<IoTClient, 'send'>;
  readonly revokedPolicyName: string;
  /** The one that everybody has, by POST. */
  readonly sharedPolicyName: string;
  /** What the names of the users' own policies begin with, where there are devices. */
  readonly devicePolicyPrefix: string | undefined;
}

/** A POST without a directory attaches the shared policy again, and may be quicker; nobody is so many times in a row. */
const MOST_TRIES = 20;

export function createDenial(options: DenialOptions): Denial {
  const { iot, revokedPolicyName, sharedPolicyName, devicePolicyPrefix } = options;

  /** False: there are ten others. */
  const attached = async (target: string) => {
    try {
      await iot.send(new AttachPolicyCommand({ policyName: revokedPolicyName, target }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'LimitExceededException') return false;
      throw error;
    }
  };
  const detach = (policyName: string, target: string) => iot.send(new DetachPolicyCommand({ policyName, target }));

  const denial: Denial = {
    async deny(identityId) {
      const taken = new Set<string>();
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        if (await attached(identityId)) return [...taken];
        const names = await denial.attachedTo(identityId);
        // The shared one first: without it nobody connects, whatever else is attached.
        const ours = names.find((name) => devicePolicyPrefix !== undefined && name.startsWith(devicePolicyPrefix));
        const next = names.includes(sharedPolicyName) ? sharedPolicyName : ours;
        if (next === undefined) throw noRoom(identityId, names);
        await detach(next, identityId);
        taken.add(next);
      }
      throw noRoom(identityId, await denial.attachedTo(identityId));
    },
    async lift(identityId) {
      await detach(revokedPolicyName, identityId);
    },
    async attachedTo(target) {
      const names: string[] = [];
      let marker: string | undefined;
      do {
        const page = await iot.send(new ListAttachedPoliciesCommand({ target, pageSize: 250, marker }));
        names.push(...(page.policies ?? []).map(({ policyName = '' }) => policyName));
        marker = page.nextMarker;
      } while (marker);
      return names;
    },
  };
  return denial;
}

function noRoom(identityId: string, names: readonly string[]): OperationError {
  const what = `identity ${identityId} has as many IoT policies as AWS IoT allows (${names.join(', ')}), and none of them is this stack's to detach`;
  const remedy = 'detach one (aws iot detach-policy --policy-name NAME --target IDENTITY) and revoke again';
  return new OperationError('NoRoomToDeny', `${what}; ${remedy}`);
}
