import { policiesOfUser } from '../../../contract/device-grants-configuration.js';
import { type DirectoryUser, everyDevice } from '../../../contract/directory-items.js';
import { policyNameOf } from '../../../devices/policy-name.js';
import type { Console } from '../answer-log.js';
import type { Call } from '../call-iot.js';
import { ApiError } from '../errors.js';
import type { PolicyAttachment } from '../policy-attachment.js';
import { isInstance } from '../thrown.js';
import type { UserDevice } from './directory.js';

export interface Target {
  readonly user: DirectoryUser;
  readonly identityId: string;
}

/** A user's own IoT policies on one of the user's identities. */
export interface DevicePolicies {
  /** Those of the devices that are granted. One that is not there yet is attached by whoever makes it. */
  attach(target: Target, devices: readonly UserDevice[], call: Call): Promise<void>;
  /** Those of the devices, whatever their state; undefined: whichever there can be. */
  detach(target: Target, devices: readonly UserDevice[] | undefined, call: Call): Promise<void>;
}

export interface DevicePoliciesProps {
  readonly attachment: PolicyAttachment;
  readonly policyPrefix: string;
  readonly console: Pick<Console, 'warn'>;
}

export function createDevicePolicies({ attachment, policyPrefix, console }: DevicePoliciesProps): DevicePolicies {
  const warn = (policyName: string, identityId: string) =>
    console.warn({
      event: 'device-policy-missing',
      policyName,
      identityId,
      remedy: 'Run `cognito-iot grants repair`: it makes the policy from the directory, and attaches it.',
    });

  return {
    async attach({ user, identityId }, devices, call) {
      const granted = devices.filter(isGranted);
      await Promise.all(
        slotsOf(granted).map(async (slot) => {
          const policyName = policyNameOf(policyPrefix, user, slot);
          const isThere = await unlessMissing(attachment.attach(identityId, policyName, call));
          // While it is being granted, the policy comes later: whoever makes it finds this identity in the directory.
          const due = granted.some((one) => one.slot === slot && one.state === 'granted');
          if (!isThere && due) warn(policyName, identityId);
        }),
      );
    },

    async detach({ user, identityId }, devices, call) {
      const slots = devices ? slotsOf(devices) : Array.from({ length: policiesOfUser }, (_, slot) => slot);
      const names = slots.map((slot) => policyNameOf(policyPrefix, user, slot));
      await Promise.all(names.map((name) => unlessMissing(attachment.detach(identityId, name, call))));
    },
  };
}

/** Whether the user may reach it, or will in a moment. */
export function isGranted({ state }: UserDevice): boolean {
  return state === 'granted' || state === 'granting';
}

export function isEveryDevice({ device }: UserDevice): boolean {
  return device === everyDevice;
}

function slotsOf(devices: readonly UserDevice[]): number[] {
  return [...new Set(devices.map(({ slot }) => slot))];
}

/** False if there is no such policy. */
async function unlessMissing(asked: Promise<void>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (isInstance(error, ApiError) && error.code === 'PolicyNotFound') return false;
    throw error;
  }
}
