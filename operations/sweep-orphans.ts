import type { IdentityPool } from './identity-pages.js';
import { type IotPolicies, identityId as idOf } from './iot-policies.js';

export interface SweepOrphansProps {
  readonly policies: IotPolicies;
  readonly pool: IdentityPool;
  readonly policyName: string;
  readonly isOver: () => boolean;
  readonly dryRun: boolean;
}

/**
 * Takes the shared policy off identities that the identity pool no longer has. The one that denies stays on them:
 * credentials outlive their identity, and a POST with them would attach the shared policy again.
 *
 * @returns identities that it was taken off, or would be
 */
export async function sweepOrphans({
  policies,
  pool,
  policyName,
  isOver,
  dryRun,
}: SweepOrphansProps): Promise<string[]> {
  // First who has it: whoever is in that list and not in the later one was deleted, and is not just new.
  const targets = new Map<string, string>();
  for await (const page of policies.targets(policyName)) for (const target of page) targets.set(idOf(target), target);
  if (targets.size === 0) return [];
  for await (const { identities } of pool.pages()) {
    if (isOver()) return [];
    for (const { identityId } of identities) targets.delete(identityId);
  }
  const orphans: string[] = [];
  for (const [identityId, target] of targets) {
    if (isOver()) break;
    // A certificate is no identity of anybody; and a list may be late, so the pool is asked for each.
    if (!/^[\w-]+:[0-9a-f-]+$/.test(identityId) || (await pool.logins(identityId)) !== undefined) continue;
    if (!dryRun) await policies.detach(policyName, target, 0);
    orphans.push(identityId);
  }
  return orphans;
}
