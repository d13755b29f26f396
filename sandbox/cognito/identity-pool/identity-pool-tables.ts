import { z } from 'zod';
import { emptyTables, type Tables } from '../../state/state.js';
import type { Kept } from '../../state/table.js';
import { privateKey } from '../user-pool/user-pool-tables.js';

/** Times are milliseconds since 1970. */
const identityRecord = z.strictObject({
  identityId: z.string(),
  identityPoolId: z.string(),
  /** Provider name -> the user's `sub` there. None: a guest. */
  logins: z.record(z.string(), z.string()),
  /** Its last login was unlinked: it is nobody's any more, and no guest's either. */
  inaccessible: z.literal(true).optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

export type IdentityRecord = Kept<z.infer<typeof identityRecord>>;

/** All that the identity pools remember; it holds a private key, so it belongs in a private file. */
export const identityPoolTables = {
  /** By identity ID. */
  identities: identityRecord,
  /** For the tokens of developer-authenticated identities; made when the first is needed. */
  signingKeys: privateKey,
};

export type IdentityPoolState = Tables<typeof identityPoolTables>;

export function emptyIdentityPoolState(): IdentityPoolState {
  return emptyTables(identityPoolTables);
}
