import type { Right } from './right.js';
import { covers, mayConcern } from './right-containment.js';

/** What makes one set of rights wider than another. */
export interface RightsChange {
  readonly kind: 'right-added' | 'condition-removed' | 'deny-removed';
  /** What is new; of a removed Deny, what was there. */
  readonly right: Right;
}

/**
 * What of the new rights goes beyond the old ones, whatever their order and however they are cut into statements. If it
 * is nothing, no request is allowed that was refused before.
 */
export function widenings(before: readonly Right[], after: readonly Right[]): RightsChange[] {
  const added = allowed(after).filter((right) => !allowed(before).some((old) => covers(old, right)));
  const open = added.map((right) => ({
    kind: wasConditional(right, before) ? ('condition-removed' as const) : ('right-added' as const),
    right,
  }));
  const removed = denied(before).filter(
    (deny) =>
      !denied(after).some((left) => covers(left, deny)) && allowed(after).some((right) => mayConcern(right, deny)),
  );
  return [...open, ...removed.map((right) => ({ kind: 'deny-removed' as const, right }))];
}

/** An Allow that some Deny takes back as a whole allows nothing. */
function allowed(rights: readonly Right[]): Right[] {
  const denies = denied(rights);
  return rights.filter((right) => right.effect === 'Allow' && !denies.some((deny) => covers(deny, right)));
}

function denied(rights: readonly Right[]): Right[] {
  return rights.filter(({ effect }) => effect === 'Deny');
}

function wasConditional(right: Right, before: readonly Right[]): boolean {
  const { conditions, ...bare } = right;
  return allowed(before).some(({ conditions: asked = [], ...old }) => asked.length > 0 && covers(old, bare));
}
