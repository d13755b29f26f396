import { type DecisionLayer, layerName } from '../../contract/decision.js';

/** What one of the documents that had to agree says. */
export interface Verdict {
  /** The document, or, where none spoke, the kind that had to. */
  readonly name: string;
  readonly allowed: boolean;
  readonly verdict: string;
}

/** The one place that puts a layer of a decision into words. */
export function verdictOf(layer: DecisionLayer): Verdict {
  const { effect, document, statement } = layer;
  const name = document ?? layerName(layer);
  if (effect === 'Allow') return { name, allowed: true, verdict: `allows it, in statement ${statement}` };
  if (effect === 'ExplicitDeny') return { name, allowed: false, verdict: `denies it, in statement ${statement}` };
  return { name, allowed: false, verdict: 'has no statement that allows it' };
}
