/** As much of a template as decides what an update does. */
export interface ComparedTemplate {
  readonly Resources?: Readonly<Record<string, ComparedResource>>;
  readonly [section: string]: unknown;
}

export interface ComparedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Condition?: string;
}

/** What an update does to a resource; `left-behind` is what the stack has no more, and the account still has. */
export type Effect =
  | 'added'
  | 'updated'
  | 'may-be-replaced'
  | 'replaced'
  | 'may-be-deleted'
  | 'deleted'
  | 'left-behind';

/** A resource that an update changes, as the templates have it. */
export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  readonly effect: Effect;
  /** Those that differ, and `DeletionPolicy` and the like; of a resource that is added or goes, none. */
  readonly properties: readonly string[];
  /** As it is deployed. */
  readonly before: ComparedResource | undefined;
  readonly after: ComparedResource | undefined;
}

/** What an update must not meet unawares: AWS refuses it, or users lose something by it. */
export interface ChangeProblem {
  /** Stays the same from version to version. */
  readonly code: string;
  readonly kind: 'refused' | 'loses';
  /** What happens, in a sentence without a full stop. */
  readonly says: string;
  /** The way round. */
  readonly instead: string;
  /** Where AWS says so, or where it was seen. */
  readonly source: string;
}

/** A resource that an update changes, and what is wrong with that. */
export interface Change extends Pick<ResourceChange, 'logicalId' | 'type' | 'effect' | 'properties'> {
  readonly problems: readonly ChangeProblem[];
}

/** Both sides of an update, for rules that look at more than one resource. */
export interface Update {
  readonly deployed: Readonly<Record<string, ComparedResource>>;
  readonly next: Readonly<Record<string, ComparedResource>>;
  readonly changes: readonly ResourceChange[];
}
