import { completeDeviceAccess, type DeviceAccess, deviceAccessProblems } from '../access/device-access.js';
import { deviceIsolationProblems } from '../access/device-isolation.js';
import type { GroupAccess } from '../access/group-access.js';
import { placedAccesses } from '../access/shared-policy.js';
import type { CompleteTopicAccess, TopicAccess } from '../access/topic-access.js';
import type { Problem } from '../settings-error.js';

/** What devices do not go together with, if it covers the same topics, or is missing. */
export interface AroundDevices {
  readonly devices: DeviceAccess | undefined;
  readonly directory: boolean | undefined;
  readonly access: TopicAccess | undefined;
  readonly groups: readonly GroupAccess[] | undefined;
  readonly guests: CompleteTopicAccess | undefined;
  /** Names of the principal tags. */
  readonly tags: readonly string[];
}

/** Every problem of devices that are granted. Throws a SettingsError where another access is none. */
export function deviceProblems({ devices, directory, guests, tags, ...others }: AroundDevices): Problem[] {
  if (!devices) return [];
  const ofDevices = deviceAccessProblems(devices);
  const all = [...placedAccesses(others, tags), ...(guests ? [{ where: 'guests.access', access: guests }] : [])];
  return [
    ...(directory ? [] : [{ where: 'devices', what: 'needs directory: true, which keeps who was granted what' }]),
    ...ofDevices,
    ...(ofDevices.length === 0 ? deviceIsolationProblems(completeDeviceAccess(devices), all) : []),
  ];
}
