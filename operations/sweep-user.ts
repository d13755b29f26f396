import { policiesOfUser } from '../contract/device-grants-configuration.js';
import { identityKey } from '../contract/directory-items.js';
import { policyNameOf } from '../devices/policy-name.js';
import type { SweepTools } from './sweep-tools.js';
import type { SweptItems } from './swept-items.js';

/** What became of one user whom the user pool no longer has, or would. */
export interface SweptUser {
  readonly sub: string;
  /** `pending`: begun, and to be gone on with next time. `kept`: nothing was touched. */
  readonly outcome: 'swept' | 'pending' | 'kept';
  /** Of what was not swept. */
  readonly why?: string;
  /** Deleted from the identity pool. */
  readonly identities: number;
  /** Identities that others use, too, and that stay as they are. */
  readonly keptIdentities: number;
  /** IoT policies that were taken off an identity. */
  readonly attachments: number;
  /** Of the user's own. */
  readonly policies: number;
  readonly devices: number;
  /** Of the directory. */
  readonly items: number;
}

/**
 * Milliseconds for which a revoked user's mark and Deny outlive the user: an ID token lives for a day at most, the longest
 * session of a role for twelve hours, and as long as any is good, a POST would attach whoever is no longer marked.
 */
const MARKED_FOR = 48 * 3600_000;
/** DeleteIdentities takes as many. */
const MOST_DELETED = 60;

/** Why a user stays although the user pool does not have them; undefined: nothing is against it. */
export function reasonToKeep(items: SweptItems, now: number, olderThan: number): string | undefined {
  const { revokedAt, lastUse } = items;
  if (revokedAt && now - revokedAt.getTime() < MARKED_FOR) return 'revoked within the last two days';
  if (now - lastUse.getTime() < olderThan) return 'used too lately';
  return undefined;
}

/**
 * Rights first and the directory last, since it alone leads here: wherever this is cut off, the next run goes on. On each
 * identity the policies that allow go before the one that denies, and the mark of a revoked user after everything else.
 */
export async function sweepUser(sub: string, items: SweptItems, tools: SweepTools): Promise<SweptUser> {
  const { policies, identities, table, userPoolId, policyPrefix, act } = tools;
  const told = { sub, identities: 0, keptIdentities: 0, attachments: 0, policies: 0, devices: items.devices, items: 0 };
  const own: string[] = [];
  for (let slot = 0; policyPrefix !== undefined && slot < policiesOfUser; slot += 1) {
    const name = policyNameOf(policyPrefix, { userPoolId, sub }, slot);
    if (await policies.exists(name)) own.push(name);
  }
  const [gone, kept]: [string[], string[]] = [[], []];
  for (const identityId of items.identityIds) {
    const use = await otherUse(sub, identityId, tools);
    if (use === undefined) gone.push(identityId);
    if (use === 'login') kept.push(identityId);
    told.keptIdentities += use === undefined ? 0 : 1;
    const names = use === undefined ? [...own, ...tools.sharedPolicies] : own;
    told.attachments += await detachFrom(identityId, names, tools);
  }
  for (const name of own) {
    // AWS lets nobody delete a policy for up to five minutes after a detach. The items stay until then.
    const deleted = await act(() => policies.delete(name));
    if (deleted === false) return { ...told, outcome: 'pending', why: `AWS IoT does not let ${name} be deleted yet` };
    told.policies += 1;
  }
  const there: string[] = [];
  for (const identityId of gone) if ((await identities.logins(identityId)) !== undefined) there.push(identityId);
  for (let from = 0; from < there.length; from += MOST_DELETED) {
    await act(() => tools.deleteIdentities(there.slice(from, from + MOST_DELETED)));
  }
  const keys = kept.length === 0 ? items.keys : items.keys.filter((key) => !stays(key, kept));
  for (const key of keys) await act(() => table.delete(sub, key));
  return { ...told, outcome: 'swept', identities: there.length, items: keys.length };
}

/** Where an identity stays that can be signed in with, whoever looks for it finds it, and a mark goes on denying it. */
function stays(key: string, kept: readonly string[]): boolean {
  return key.startsWith('revoked#') || kept.some((identityId) => key === identityKey(identityId));
}

/** Another login of the identity, or another user of whom it is recorded. Only what is nobody else's is deleted. */
async function otherUse(sub: string, identityId: string, tools: SweepTools): Promise<'login' | 'user' | undefined> {
  const logins = await tools.identities.logins(identityId);
  if (logins?.some((provider) => !provider.endsWith(`/${tools.userPoolId}`))) return 'login';
  return (await tools.table.othersOf(sub, identityId)) > 0 ? 'user' : undefined;
}

/** In the order of the names. Policies that are not ours stay. */
async function detachFrom(
  identityId: string,
  names: readonly string[],
  { policies, act }: SweepTools,
): Promise<number> {
  const attached = await policies.attached(identityId);
  const ours = names.filter((name) => attached.includes(name));
  for (const name of ours) await act(() => policies.detach(name, identityId));
  return ours.length;
}
