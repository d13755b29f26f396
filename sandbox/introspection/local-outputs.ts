import type { RunningService } from '../service/service.js';

/** An output that holds an address on AWS, of the API or of the hosted sign-in, gets its address here. */
export function localOutputs(
  outputs: Readonly<Record<string, string>>,
  addresses: NonNullable<RunningService['addresses']>,
): Record<string, string> {
  const local = (value: string) => addresses.reduce((text, [onAws, here]) => text.replaceAll(onAws, here), value);
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, local(value)]));
}
