/** Whether a policy's pattern covers this name, as text: `*` is any text, and MQTT's `+` and `#` stand for themselves. */
export function covers(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
