import type { ConnectionTemplate } from './connection.js';
import type { CompleteDeviceAccess } from './device-access.js';

/** The type of the metadata entry in the cloud assembly that holds an `Intent`. */
export const INTENT_METADATA = 'cognito-iot-access:intent';

/**
 * What was meant, in the words of the settings; never read from the documents that are being tried. What signed-in
 * users may do stands in the answer of `/attach-policy`.
 */
export interface Intent {
  readonly selfSignUp: boolean;
  readonly clientSideAttach: boolean;
  /** Names of the groups that have a role of their own. */
  readonly groups: readonly string[];
  /** What guests may do; undefined: there are none. */
  readonly guests?: ConnectionTemplate;
  /** What a user may do with a device that was granted; undefined: no device can be. */
  readonly devices?: CompleteDeviceAccess;
}
