/** Something that the journey makes in the deployment, and that stays unless somebody removes it. */
export type Made = MadeUser | MadeIdentity | MadeAttachment | MadeThing | MadeGrant;

export interface MadeUser {
  readonly kind: 'user';
  readonly userName: string;
}

/** With whatever is attached to it and recorded of it. */
export interface MadeIdentity {
  readonly kind: 'identity';
  /** Undefined: of a guest. */
  readonly idToken: string | undefined;
  /** As soon as it is known. */
  identityId?: string;
}

/** Of the stack's policy, to the identity of a user who was there before. */
export interface MadeAttachment {
  readonly kind: 'attachment';
  readonly identityId: string;
}

/** With its shadow. */
export interface MadeThing {
  readonly kind: 'thing';
  readonly thingName: string;
}

export interface MadeGrant {
  readonly kind: 'grant';
  /** `sub` of the user. */
  readonly user: string;
  readonly device: string;
}
