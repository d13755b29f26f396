import { type Decision, type DecisionLayer, layerName } from '../../contract/decision.js';

/** A document, or a set of them, as the picture shows it. */
export interface LayerPicture {
  readonly mark: 'allowed' | 'denied' | 'silent' | 'passed';
  /** `IAM role`, `IoT policy`, … */
  readonly kind: string;
  /** The document and the statement that decided. */
  readonly decidedBy: { readonly document: string; readonly statement: string | undefined } | undefined;
  readonly words: string;
  /** The statement that is missing, as JSON, where none speaks. */
  readonly missing: string | undefined;
}

export type Judged = Pick<Decision, 'action' | 'resource' | 'layers' | 'allowed'>;

/** The layers in the order in which they were asked; all had to allow it. */
export function layerPictures({ action, resource, layers, allowed }: Judged): LayerPicture[] {
  return layers.map((layer) => {
    const { effect, document, statement } = layer;
    const kind = layerName(layer);
    const decidedBy = document === undefined ? undefined : { document, statement };
    if (effect === 'Allow') {
      return { mark: 'allowed', kind, decidedBy, words: 'allows it', missing: undefined };
    }
    if (effect === 'ExplicitDeny') {
      return { mark: 'denied', kind, decidedBy, words: 'denies it, and a Deny is stronger', missing: undefined };
    }
    // Of a role and a resource policy of the same account one is enough.
    if (allowed)
      return { mark: 'passed', kind, decidedBy, words: 'says nothing of it, and need not', missing: undefined };
    // Where there is no document, a statement to add to it helps nobody.
    const missing = layer.kind === 'no-iot-policy' ? undefined : missingStatement(action, resource);
    return { mark: 'silent', kind, decidedBy, words: silentWords(layer), missing };
  });
}

function silentWords({ kind }: DecisionLayer): string {
  return kind === 'no-iot-policy'
    ? 'is not there: attach one, or wait until it is in effect'
    : 'has no statement that allows it';
}

function missingStatement(action: string, resource: string): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource }, undefined, 2);
}

/** In one line, for a list and for a screen reader: `IAM role allows, IoT policy is silent`. */
export function layersInWords(layers: readonly DecisionLayer[]): string {
  return layers.map((layer) => `${layerName(layer)} ${VERBS[layer.effect]}`).join(', ');
}

const VERBS: Readonly<Record<DecisionLayer['effect'], string>> = {
  Allow: 'allows',
  ExplicitDeny: 'denies',
  ImplicitDeny: 'does not allow',
};
