import type { Credentials } from './credentials.js';

/** A WebSocket lives 24 hours: https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html */
const LONGEST_LIFE = 23 * 3_600_000;
/** Milliseconds before their end that credentials are replaced: a fifth of what is left, five minutes at most. */
const MARGIN = 300_000;

/**
 * When a connection should be replaced, in milliseconds since 1970. By chance a little earlier or later, so that those
 * who signed in together do not all come back together.
 */
export function refreshTime({ expiration }: Pick<Credentials, 'expiration'>, now: number): number {
  const longest = now + LONGEST_LIFE;
  if (expiration === undefined) return longest;
  const margin = Math.min(MARGIN, (expiration - now) / 5);
  return Math.min(longest, expiration - margin * (0.75 + Math.random() / 4));
}
