import type { UserRecord } from '../user-pool/user-pool-tables.js';

/** What an app may send along for the functions. */
export type ClientMetadata = Readonly<Record<string, string>> | undefined;

/** A user as events show it. */
export function eventAttributes(user: UserRecord): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}

/** The member `clientMetadata`, where there is any. */
export function withMetadata(clientMetadata: ClientMetadata): { readonly clientMetadata?: ClientMetadata } {
  return clientMetadata === undefined ? {} : { clientMetadata };
}
