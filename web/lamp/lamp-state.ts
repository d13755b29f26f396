import type { GrantedDevices } from '../../client/index.js';

/** The device of the example: `npm start` runs a simulated one. */
export const LAMP = 'lamp';

/**
 * - `asking`: nobody has said yet
 * - `not granted`: the user may not reach the lamp
 * - `not in effect`: it was granted, but AWS IoT refuses still; that may take minutes
 * - `granted`: the page hears what the lamp reports
 */
export type LampAccess = 'asking' | 'not granted' | 'not in effect' | 'granted';

export interface LampState {
  readonly access: LampAccess;
  /** What the lamp has reported; undefined while nothing is known of it. */
  readonly on: boolean | undefined;
  /** What it was told to be; undefined while nobody has told it anything. */
  readonly wanted: boolean | undefined;
  /** Why its shadow rejected the last request. */
  readonly rejected: string | undefined;
}

export const UNKNOWN_LAMP: LampState = { access: 'asking', on: undefined, wanted: undefined, rejected: undefined };

/** Whether a stack of this access has use for a lamp that is switched through its shadow. */
export function hasUseForLamp(devices: GrantedDevices | undefined): devices is GrantedDevices {
  return devices !== undefined && (['get', 'update'] as const).every((action) => devices.shadow.includes(action));
}

export function isGranted({ names, all }: GrantedDevices): boolean {
  return all || names.includes(LAMP);
}
