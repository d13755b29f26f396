import type { CompleteDeviceAccess } from '../contract/device-access.js';
import { deviceBases } from './device-bases.js';

/**
 * Why a device cannot be called so, or undefined. A thing's name has the same letters; no policy and no topic filter
 * has a wildcard among them: https://docs.aws.amazon.com/iot/latest/apireference/API_CreateThing.html
 */
export function deviceNameProblem(name: string, access: CompleteDeviceAccess): string | undefined {
  if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(name)) return 'allowed: 1 to 128 letters, digits, ":", "_" and "-"';
  // Its topics read like the beginning of another device's, and every policy denies them: see `devicePolicy`.
  const taken = deviceBases(access).some(({ base }) => base.split('/')[0] === name);
  return taken ? `the topics of every device begin with ${name}; call the device otherwise` : undefined;
}
