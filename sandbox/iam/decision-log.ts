import { type Decision, layerName } from '../../contract/decision.js';

export interface DecisionLog {
  record(entry: Omit<Decision, 'number' | 'time' | 'reason'>): Decision;
  /** The same was decided once more, of the same reasons. */
  recordAgain(decision: Decision): void;
  /** Oldest first; only those after number `since`, if given. */
  entries(since?: number): readonly Decision[];
}

/** How many decisions are kept; older ones are forgotten. */
const KEPT = 5000;

/**
 * @param told called after each decision
 * @param refused called with each that was refused
 */
export function createDecisionLog(
  now: () => number,
  told: () => void = () => undefined,
  refused?: (refusal: Decision) => void,
): DecisionLog {
  // Rings that are made once: an entry for each decision would outlive the garbage collections of a busy broker.
  const decisions: Decision[] = [];
  const times = new Float64Array(KEPT);
  let number = 0;
  const add = (decision: Decision, at: number) => {
    decisions[number % KEPT] = decision;
    times[number % KEPT] = at;
    number += 1;
    told();
    if (!decision.allowed) refused?.(entry(number - 1));
  };
  // Written out when somebody looks, as most are never looked at.
  const entry = (index: number): Decision => ({
    ...(decisions[index % KEPT] as Decision),
    number: index + 1,
    time: new Date(times[index % KEPT] ?? 0).toISOString(),
  });
  return {
    record(entry) {
      const at = now();
      const decision: Decision = {
        number: number + 1,
        time: new Date(at).toISOString(),
        ...entry,
        ...(entry.allowed ? {} : { reason: explain(entry) }),
      };
      add(decision, at);
      return decision;
    },
    recordAgain(decision) {
      add(decision, now());
    },
    entries(since = 0) {
      const first = Math.max(0, number - KEPT, Math.floor(since));
      return Array.from({ length: Math.max(0, number - first) }, (_, index) => entry(first + index));
    },
  };
}

function explain({ action, resource, layers }: Pick<Decision, 'action' | 'resource' | 'layers'>): string {
  const refusing = layers.filter(({ effect }) => effect !== 'Allow');
  const reasons = refusing.map((layer) =>
    layer.effect === 'ExplicitDeny'
      ? `${layerName(layer)}: statement ${layer.statement} of ${layer.document} denies it`
      : `${layerName(layer)}: no statement allows it`,
  );
  return `${action} on ${resource} was refused. ${reasons.join('; ')}.`;
}
