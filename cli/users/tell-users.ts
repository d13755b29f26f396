import type { PoolUser } from '../../operations/pool-users.js';
import type { UserEntries } from '../../operations/user-entries.js';
import type { Output } from '../output/output.js';

export interface UserRow {
  readonly sub: string;
  readonly user: PoolUser | undefined;
  readonly entries: UserEntries;
}

/** @param next how to get the next page */
export function tellUsers(rows: readonly UserRow[], next: string | undefined, output: Output): void {
  output.table(
    ['sub', 'e-mail', 'state', 'identities', 'devices', 'last POST'],
    rows.map(({ sub, user, entries }) => [
      sub,
      user?.email ?? '-',
      stateOf(user, entries.mark !== undefined),
      String(entries.identities.length),
      entries.devices.map(({ device }) => device).join(' ') || '-',
      lastPost(entries) ?? '-',
    ]),
  );
  if (next !== undefined) output.note(`There are more: --after '${next}'`);
  output.value({
    users: rows.map(({ sub, user, entries }) => ({ sub, user, ...entries })),
    ...(next !== undefined && { next }),
  });
}

export function stateOf(user: PoolUser | undefined, isRevoked: boolean): string {
  const known = user === undefined ? 'deleted' : user.enabled ? user.status.toLowerCase() : 'disabled';
  return isRevoked ? `revoked, ${known}` : known;
}

function lastPost({ identities }: UserEntries): string | undefined {
  return identities
    .map((one) => one.lastPost)
    .sort()
    .at(-1);
}
