import type { Right } from './right.js';

/** Who may do what in a stack, as `cognito-iot access --json` writes it. */
export interface AccessReport {
  readonly version: 1;
  readonly stacks: readonly string[];
  readonly principals: readonly AccessPrincipal[];
  readonly doors: readonly Door[];
  readonly marks: readonly Mark[];
  /** Every resource that is named in `<…>`, with its type. */
  readonly resources: Readonly<Record<string, string>>;
}

/** Signed-in users, guests, a group, whoever a rule maps, a function, or whoever else may take a role. */
export interface AccessPrincipal {
  /** `users`, `guests`, `group staff`, `rule custom:plan Equals gold`, `function <AttachPolicy>`. */
  readonly who: string;
  readonly kind: PrincipalKind;
  /** Undefined where the template has no such role. */
  readonly role?: string;
  /** ARN of a role that is in no template. */
  readonly roleElsewhere?: string;
  /** Who may take the role. */
  readonly trust: readonly Right[];
  /** Of a function: who may invoke it. */
  readonly invokedBy?: readonly Right[];
  /** Each has to allow. */
  readonly layers: readonly Layer[];
  /** What all layers together allow. */
  readonly effective: readonly EffectiveRight[];
}

export type PrincipalKind = 'users' | 'guests' | 'group' | 'rule' | 'function' | 'role';

export interface Layer {
  readonly kind: 'role' | 'permissions-boundary' | 'session-policy' | 'iot-policy';
  /** Names of the documents, or ARNs of those that nobody has told. */
  readonly documents: readonly string[];
  readonly rights: readonly Right[];
  /** Managed policies whose documents nobody has told: they may say anything. */
  readonly unknown?: readonly string[];
}

export interface EffectiveRight {
  readonly does: Deed;
  readonly action: string;
  /** A client ID, a topic, a filter, `POST /path of <Api>`, or a resource as the document has it. */
  readonly on: string;
  readonly isDenied?: true;
  readonly conditions?: readonly string[];
  /** Document and statement of each layer. */
  readonly by: readonly string[];
}

export type Deed = 'connect' | 'publish' | 'retain' | 'receive' | 'subscribe' | 'shadow' | 'api' | 'other';

/** A setting beside the policies that decides who gets in. */
export interface Door {
  readonly code: string;
  readonly where: string;
  readonly what: string;
  /** Where it was not there before, more is open than was. A door that is not like that is a setting with one value. */
  readonly opens: boolean;
  /** For people; two doors that differ in this alone are one. */
  readonly detail?: string;
}

/** Something to look at; nothing says that it is wrong. */
export interface Mark {
  /** Stable: programs may go by it. */
  readonly code: string;
  /** A principal, or where a door is. */
  readonly where: string;
  readonly document?: string;
  readonly statement?: string;
  readonly action?: string;
  readonly resource?: string;
  /** What sets it apart from another mark of the same code and place. */
  readonly what?: string;
  readonly words: string;
}
