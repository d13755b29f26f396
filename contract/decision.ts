/** What one document, or one set of documents, says of a request. */
export interface Verdict {
  readonly effect: 'Allow' | 'ImplicitDeny' | 'ExplicitDeny';
  /** The document that decided; for an implicit deny, none did. */
  readonly document?: string;
  /** The `Sid` of the deciding statement, or its place. */
  readonly statement?: string;
}

/** What had to agree; `no-iot-policy` where none is attached, or none is in effect yet. */
export type LayerKind =
  | 'iam-role'
  | 'permissions-boundary'
  | 'session-policy'
  | 'trust-policy'
  | 'iot-policy'
  | 'no-iot-policy'
  | 'resource-policy';

/** One of the documents or sets of documents that had to agree. */
export interface DecisionLayer extends Verdict {
  readonly kind: LayerKind;
  /** What else people want to know of it. */
  readonly note?: string;
}

const NAMES: Readonly<Record<LayerKind, string>> = {
  'iam-role': 'IAM role',
  'permissions-boundary': 'permissions boundary',
  'session-policy': 'session policy',
  'trust-policy': 'trust policy',
  'iot-policy': 'IoT policy',
  'no-iot-policy': 'IoT policy',
  'resource-policy': 'resource policy',
};

/** For people: `IoT policy (none attached, or not in effect yet)`. Programs look at `kind`. */
export function layerName({ kind, note }: Pick<DecisionLayer, 'kind' | 'note'>): string {
  return note === undefined ? NAMES[kind] : `${NAMES[kind]} (${note})`;
}

/** One question that the sandbox decided, with every layer that had a say: of `/_sandbox/decisions`. */
export interface Decision {
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
