import type { GoneUsers } from './gone-users.js';
import type { IdentityPool } from './identity-pages.js';
import type { SweptItemsTable } from './swept-items.js';
import type { SweptPolicies } from './swept-policies.js';
import type { Time } from './time.js';

/** What a sweep asks AWS by, and where. */
export interface SweepTools {
  readonly users: GoneUsers;
  readonly table: SweptItemsTable;
  readonly policies: SweptPolicies;
  readonly identities: Pick<IdentityPool, 'logins'>;
  /** Up to 60. @throws OperationError `IdentityNotDeleted` */
  readonly deleteIdentities: (identityIds: readonly string[]) => Promise<void>;
  readonly userPoolId: string;
  /** The one that allows, then the one that denies. */
  readonly sharedPolicies: readonly string[];
  /** Of users' own policies; undefined: the stack has no devices. */
  readonly policyPrefix: string | undefined;
  /** Runs it while nobody grants devices to the user, or takes them. */
  readonly alone: <T>(sub: string, change: () => Promise<T>) => Promise<T>;
  readonly time: Time;
  /** Whether no further user is to be begun with. */
  readonly isOver: () => boolean;
  /** Does what changes something; in a dry run, nothing. */
  readonly act: <T>(change: () => Promise<T>) => Promise<T | undefined>;
}
