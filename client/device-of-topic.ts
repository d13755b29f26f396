import type { GrantedDevices } from '../contract/device-access.js';

/**
 * The device that a topic or topic filter is of, and whether the user may reach it; undefined where it is of none, or of
 * several (`devices/+/state`).
 *
 * @param name a topic, or a topic filter
 */
export function deviceOfTopic(
  name: string,
  { names, all, topics, shadow }: GrantedDevices,
): { readonly device: string; readonly isGranted: boolean } | undefined {
  const patterns = [...topics.publish, ...topics.subscribe, ...topics.receive];
  const shadows = shadow.length > 0 ? ['$aws/things/{device}/shadow/*'] : [];
  for (const pattern of [...patterns, ...shadows]) {
    const [base = ''] = pattern.split('{device}');
    if (!name.startsWith(base)) continue;
    const [device = ''] = name.slice(base.length).split('/');
    if (device !== '' && !/[+#]/.test(device)) return { device, isGranted: all || names.includes(device) };
  }
  return undefined;
}
