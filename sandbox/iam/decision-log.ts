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

export function createDecisionLog(now: () => number): DecisionLog {
  let log: Logged[] = [];
  let number = 0;
  const add = (decision: Decision, at: number) => {
    log.push({ number, at, decision });
    // Not each time: what is taken out of the beginning moves all that follows.
    if (log.length >= 2 * KEPT) log = log.slice(-KEPT);
  };
  return {
    record(entry) {
      const at = now();
      number += 1;
      const decision: Decision = {
        number,
        time: new Date(at).toISOString(),
        ...entry,
        ...(entry.allowed ? {} : { reason: explain(entry) }),
      };
      add(decision, at);
      return decision;
    },
    recordAgain(decision) {
      number += 1;
      add(decision, now());
    },
    entries: (since = 0) =>
      log
        .slice(-KEPT)
        .filter((logged) => logged.number > since)
        .map(({ decision, at, ...rest }) => ({ ...decision, ...rest, time: new Date(at).toISOString() })),
  };
}

/** A decision each time that it was made: written out when somebody looks, as most are never looked at. */
interface Logged {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly decision: Decision;
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
