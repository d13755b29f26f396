import { NOT_AUTHORIZED } from '../reason-codes.js';
import type { FakeAction } from './fake-contract.js';
import { isMeant } from './fake-rights.js';

/** Who is away, and what is refused. */
export interface FakeNetwork {
  isAway(identityId: string): boolean;
  /** @param identityId undefined for everybody */
  leave(identityId: string | undefined): void;
  comeBack(identityId: string | undefined): void;
  refuse(action: FakeAction, name: string, reasonCode?: number): () => void;
  /** The reason code of a refusal; undefined where nothing is refused. */
  refusalOf(action: FakeAction, name: string): number | undefined;
}

export function createFakeNetwork(): FakeNetwork {
  let isGone = false;
  const away = new Set<string>();
  const refusals = new Set<{ readonly action: FakeAction; readonly name: string; readonly reasonCode: number }>();

  return {
    isAway: (identityId) => isGone || away.has(identityId),
    leave(identityId) {
      if (identityId === undefined) isGone = true;
      else away.add(identityId);
    },
    comeBack(identityId) {
      if (identityId === undefined) {
        isGone = false;
        away.clear();
      } else away.delete(identityId);
    },
    refuse(action, name, reasonCode = NOT_AUTHORIZED) {
      const refusal = { action, name, reasonCode };
      refusals.add(refusal);
      return () => void refusals.delete(refusal);
    },
    refusalOf(action, name) {
      const found = [...refusals].findLast((refusal) => refusal.action === action && isMeant(refusal.name, name));
      return found?.reasonCode;
    },
  };
}
