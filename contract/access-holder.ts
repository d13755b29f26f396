/** Whose access decides: each has a setting of its own. */
export type AccessHolder =
  | { readonly kind: 'user' }
  /** Several where the token does not tell which of them. */
  | { readonly kind: 'group'; readonly names: readonly string[] }
  | { readonly kind: 'guest' };

/**
 * By the claims of the ID token, which choose the role. Without a preferred role a group decides nothing, and the role
 * of all users does.
 *
 * @param claims undefined for a guest
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function accessHolder(claims: Readonly<Record<string, unknown>> | undefined): AccessHolder {
  if (claims === undefined) return { kind: 'guest' };
  const { 'cognito:groups': groups, 'cognito:preferred_role': role } = claims;
  if (!Array.isArray(groups) || groups.length === 0 || typeof role !== 'string') return { kind: 'user' };
  const names = groups.map(String);
  // CloudFormation names the role after the construct, and that after the group.
  const named = names.filter((name) => role.includes(`Group${name.replace(/[^A-Za-z0-9]/g, '')}Role`));
  return { kind: 'group', names: named.length === 1 ? named : names };
}
