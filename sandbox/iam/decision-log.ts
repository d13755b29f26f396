import type { Decision } from './evaluate.js';

/** One question that was decided, with every layer that had a say. */
export interface LoggedDecision {
  readonly number: number;
  /** ISO 8601, by the sandbox's clock. */
  readonly time: string;
  readonly principal: string;
  readonly identityId?: string;
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  readonly layers: readonly DecisionLayer[];
  /** What to read first when it was refused. */
  readonly reason?: string;
}

/** One of the documents or sets of documents that had to agree: the role's policies, the attached IoT policies, … */
export interface DecisionLayer extends Decision {
  readonly layer: string;
}

export interface DecisionLog {
  record(entry: Omit<LoggedDecision, 'number' | 'time' | 'reason'>): LoggedDecision;
  /** Oldest first; only those after number `since`, if given. */
  entries(since?: number): readonly LoggedDecision[];
}

/** How many decisions are kept; older ones are forgotten. */
const KEPT = 5000;

export function createDecisionLog(now: () => number): DecisionLog {
  const log: LoggedDecision[] = [];
  let number = 0;
  return {
    record(entry) {
      const decided: LoggedDecision = {
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

function explain({ action, resource, layers }: Pick<LoggedDecision, 'action' | 'resource' | 'layers'>): string {
  const refusing = layers.filter(({ effect }) => effect !== 'Allow');
  const reasons = refusing.map(({ layer, effect, document, statement }) =>
    effect === 'ExplicitDeny'
      ? `${layer}: statement ${statement} of ${document} denies it`
      : `${layer}: no statement allows it`,
  );
  return `${action} on ${resource} was refused. ${reasons.join('; ')}.`;
}
