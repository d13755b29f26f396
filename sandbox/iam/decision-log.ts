import { type Decision, layerName } from '../../contract/decision.js';

export interface DecisionLog {
  record(entry: Omit<Decision, 'number' | 'time' | 'reason'>): Decision;
  /** Oldest first; only those after number `since`, if given. */
  entries(since?: number): readonly Decision[];
}

/** How many decisions are kept; older ones are forgotten. */
const KEPT = 5000;

export function createDecisionLog(now: () => number): DecisionLog {
  const log: Decision[] = [];
  let number = 0;
  return {
    record(entry) {
      const decided: Decision = {
        number: ++number,
        time: new Date(now()).toISOString(),
        ...entry,
        ...(entry.allowed ? {} : { reason: explain(entry) }),
      };
      log.push(decided);
      if (log.length > KEPT) log.splice(0, log.length - KEPT);
      return decided;
    },
    entries: (since = 0) => log.filter((entry) => entry.number > since),
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
