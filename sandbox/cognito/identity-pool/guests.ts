import type { IdentityRecord } from './identity-pool-tables.js';
import { forbidden, refused } from './logins.js';
import type { IdentityPool } from './operation-context.js';

export function isEmpty(logins: Record<string, string> | undefined): logins is undefined {
  return logins === undefined || Object.keys(logins).length === 0;
}

export function checkGuestsAllowed({ settings }: IdentityPool): void {
  if (settings.allowUnauthenticatedIdentities) return;
  throw refused('Unauthenticated access is not supported for this identity pool.');
}

export function checkIsGuest({ identityId, logins }: IdentityRecord): void {
  if (Object.keys(logins).length > 0) throw forbidden(identityId);
}
