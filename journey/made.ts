/** Something that the journey makes in the deployment, and that stays unless somebody removes it. */
export type Made = MadeUser | MadeIdentity | MadeThing | MadeGrant;

export interface MadeUser {
  readonly kind: 'user';
  readonly userName: string;
}

/** With whatever is attached to it and recorded of it. */
export interface MadeIdentity {
  readonly kind: 'identity';
  /** Undefined: of a guest. */
  readonly idToken: string | undefined;
  /** Of a user who was there before: the identity is theirs, and so is what they had attached. */
  readonly ofGivenUser: boolean;
  /** As soon as it is known. */
  identityId?: string;
  /** Of a given user: whether the policy was attached before; undefined until it is known. */
  wasAttached?: boolean;
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
