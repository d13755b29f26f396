/** Of parameters that are headers: the names without their prefix, the values without their quotes. */
export function readHeaders(parameters: Readonly<Record<string, string>>, prefix: RegExp): Record<string, string> {
  const entries = Object.entries(parameters).filter(([name]) => prefix.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(prefix, ''), value.replaceAll(/^'|'$/g, '')]));
}
