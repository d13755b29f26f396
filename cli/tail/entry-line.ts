import type { Entry } from './entry.js';

/** An entry for people: `✗ 05:14:09 iot      us-east-1:4604…  Publish-In rooms/1  AUTHORIZATION_FAILURE: …`. */
export function entryLine({ time, source, refused, identityId, sub, what, result, message }: Entry): string {
  const clock = new Date(time).toISOString().slice(11, 19);
  const who = identityId ?? (sub === undefined ? '-' : `sub ${sub}`);
  const words = message === undefined || message === '' ? result : `${result}: ${message}`;
  return `${refused ? '✗' : '✓'} ${clock} ${source.padEnd(8)} ${who}  ${what}  ${words}`;
}
