import type { Deployment } from './deployment.js';

/** Milliseconds since 1970: of a sandbox its own, whose clock can be moved. */
export async function serviceTime({ sandbox }: Deployment): Promise<number> {
  if (sandbox === undefined) return Date.now();
  const answer = await fetch(new URL('/_sandbox/clock', sandbox));
  const { now } = (await answer.json()) as { readonly now: string };
  return new Date(now).getTime();
}
