/** What the doctor is asked. */
export interface Asked {
  /** Name, `sub` or alias of a user of the user pool. */
  readonly user?: string | undefined;
  readonly identity?: string | undefined;
  /** Topic to publish to. */
  readonly publish?: string | undefined;
  /** Whether it is to be retained there. */
  readonly retain: boolean;
  /** Topic filter to subscribe to. */
  readonly subscribe?: string | undefined;
  /** @default the identity ID */
  readonly clientId?: string | undefined;
  /** Of the page that calls the API. */
  readonly origin?: string | undefined;
}
