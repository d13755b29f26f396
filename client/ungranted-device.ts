import type { GrantedDevices } from '../contract/device-access.js';

/**
 * The device that a topic or topic filter is of, if the user may not reach it; undefined where it is of none, of several
 * (`devices/+/state`), or of one that was granted.
 *
 * @param name a topic, or a topic filter
 */
export function ungrantedDevice(name: string, { names, all, topics, shadow }: GrantedDevices): string | undefined {
  const patterns = [...topics.publish, ...topics.subscribe, ...topics.receive];
  const shadows = shadow.length > 0 ? ['$aws/things/{device}/shadow/*'] : [];
  for (const pattern of [...patterns, ...shadows]) {
    const [base = ''] = pattern.split('{device}');
    if (!name.startsWith(base)) continue;
    const [device = ''] = name.slice(base.length).split('/');
    if (device !== '' && !/[+#]/.test(device)) return all || names.includes(device) ? undefined : device;
  }
  return undefined;
}
