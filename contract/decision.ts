/** What one document, or one set of documents, says of a request. */
export interface Verdict {
  readonly effect: 'Allow' | 'ImplicitDeny' | 'ExplicitDeny';
  /** The document that decided; for an implicit deny, none did. */
  readonly document?: string;
  /** The `Sid` of the deciding statement, or its place. */
  readonly statement?: string;
}

/** One of the documents or sets of documents that had to agree: the role's policies, the attached IoT policies, … */
export interface DecisionLayer extends Verdict {
  readonly layer: string;
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
