import type { Topics } from './topics.js';

/** Stands for the name of a device, and of its thing, in the patterns of a `DeviceAccess`. */
export const deviceWord = '{device}';

/** What may be done to the classic and the named shadows of a thing. */
export type ShadowAction = 'get' | 'update' | 'delete';

/** What a user may do with a device that was granted to them: patterns with `{device}`, of which nothing is left to
 * defaults. */
export interface CompleteDeviceAccess {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly receive: readonly string[];
  readonly retain: readonly string[];
  /** Of the thing that has the device's name. */
  readonly shadow: readonly ShadowAction[];
}

/** The devices of a user, as `/attach-policy` tells: absent where the stack has no `devices`. */
export interface GrantedDevices {
  /** Their names, in order. */
  readonly names: readonly string[];
  /** Whether the user may reach every device, whatever `names` holds. */
  readonly all: boolean;
  /** Patterns with `{device}` in the place of a name, and `*` for any text. */
  readonly topics: Topics;
  readonly shadow: readonly ShadowAction[];
}
