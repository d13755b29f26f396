import type { Problem } from '../settings-error.js';
import type { TopicAccess } from './topic-access.js';

/** A group of users, and what its members may do in place of what all others may. */
export interface GroupAccess {
  /** Letters, digits, "_", "." and "-". */
  readonly name: string;
  /** @default as for all other users */
  readonly access?: TopicAccess;
  /** Who is in several groups acts as the one with the lowest number; among equals, or without any, as in no group.
   * @default none */
  readonly precedence?: number;
}

/** Every problem of the groups' names; their accesses are checked by the constructs that render them. */
export function groupProblems(groups: readonly GroupAccess[]): Problem[] {
  return groups.flatMap(({ name }, index) => {
    const where = `groups[${index}].name`;
    if (!/^[\w.-]{1,128}$/.test(name)) {
      const allowed = 'allowed: up to 128 letters, digits, "_", "." and "-"';
      return [{ where, what: `given ${JSON.stringify(name)}; ${allowed}` }];
    }
    const first = groups.findIndex((group) => group.name === name);
    return first < index ? [{ where, what: `given ${JSON.stringify(name)}, which groups[${first}] has` }] : [];
  });
}
