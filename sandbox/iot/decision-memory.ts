import type { Decision } from '../../contract/decision.js';
import type { PolicyDocument } from '../iam/policy-document.js';
import type { Principal } from '../iam/principal.js';
import type { DataPlaneRequest } from './data-plane-request.js';

/** All that a decision rests on beside the request itself, and the time. */
export interface Grounds {
  readonly principal: Principal;
  /** The documents of the attached IoT policies that are in effect; undefined where none is asked for. */
  readonly attached: readonly PolicyDocument[] | undefined;
  /** Whether the client ID is the name of a thing that the identity is attached to. */
  readonly isThing: boolean;
}

/**
 * Decisions that need not be made again. Nobody has to say what has changed: what a decision rested on is looked up
 * each time, which costs little, and compared with what it was. Documents are parsed once and never change, so the same
 * object says the same.
 */
export interface DecisionMemory {
  recall(request: DataPlaneRequest, grounds: Grounds): Decision | undefined;
  /** Only for a decision that no look at the clock went into. */
  remember(request: DataPlaneRequest, grounds: Grounds, decision: Decision): void;
}

interface Remembered {
  readonly decision: Decision;
  readonly principal: Principal;
  readonly role: readonly PolicyDocument[];
  readonly session: PolicyDocument | undefined;
  readonly attached: readonly PolicyDocument[] | undefined;
  readonly isThing: boolean;
}

export function createDecisionMemory(): DecisionMemory {
  const known = new WeakMap<DataPlaneRequest, Remembered>();
  return {
    recall(request, { principal, attached, isThing }) {
      const before = known.get(request);
      if (before === undefined) return undefined;
      const isSame =
        before.principal === principal &&
        before.isThing === isThing &&
        before.session === principal.sessionPolicy &&
        areSame(before.role, principal.documents) &&
        areSame(before.attached, attached);
      return isSame ? before.decision : undefined;
    },
    remember(request, { principal, attached, isThing }, decision) {
      const { documents, sessionPolicy: session } = principal;
      known.set(request, { decision, principal, role: [...documents], session, attached, isThing });
    },
  };
}

function areSame(before: readonly PolicyDocument[] = [], now: readonly PolicyDocument[] = []): boolean {
  if (before.length !== now.length) return false;
  for (let index = 0; index < now.length; index += 1) if (before[index] !== now[index]) return false;
  return true;
}
