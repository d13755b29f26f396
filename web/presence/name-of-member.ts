import type { PresenceMember } from '../../client/index.js';

const LONGEST_NAME = 40;

/** What a member calls itself, which is somebody else's text; undefined where that is no name. */
export function nameOfMember({ data }: Pick<PresenceMember, 'data'>): string | undefined {
  if (typeof data !== 'object' || data === null || !('name' in data) || typeof data.name !== 'string') return undefined;
  const name = data.name.trim();
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name || undefined;
}
