import { type AwsError, UnsupportedError } from '../../base/errors.js';
import type { RoleMapping, RoleRule } from '../resources/cognito-resources.js';
import { refused, type VerifiedLogin } from './logins.js';
import type { IdentityPool } from './operation-context.js';

/**
 * The role of a signed-in identity: by the mapping of its provider, or the pool's role for all.
 *
 * @param customRoleArn what the caller asks for, among the roles that the token or the rules give
 * @throws AwsError when it may have none
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function roleOfIdentity(
  { roles, roleMappings }: IdentityPool,
  logins: readonly VerifiedLogin[],
  customRoleArn: string | undefined,
): string | undefined {
  const ofAssertion = logins.filter(({ roles: given = [] }) => given.length > 0);
  if (ofAssertion.length > 0) return roleOfAssertion(logins, customRoleArn);
  const mapped = logins.flatMap((login) => {
    const mapping = roleMappings.find(({ identityProvider }) => login.mappingNames.includes(identityProvider));
    return mapping === undefined ? [] : [{ mapping, login }];
  });
  // Which login counts is not documented.
  if (mapped.length > 1) throw new UnsupportedError('several logins at once that all have a role mapping');
  const [one] = mapped;
  if (one === undefined) {
    if (customRoleArn !== undefined) throw deniedRole();
    return roles.authenticated;
  }
  const { allowed, preferred } = rolesGiven(one.mapping, one.login);
  if (customRoleArn !== undefined) {
    if (!allowed.includes(customRoleArn)) throw deniedRole();
    return customRoleArn;
  }
  if (preferred !== undefined) return preferred;
  if (one.mapping.ambiguous === 'Deny') throw deniedRole();
  return roles.authenticated;
}

/**
 * Of several roles the caller has to choose one. What a role mapping says to them is not documented.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/saml-identity-provider.html
 */
function roleOfAssertion(logins: readonly VerifiedLogin[], customRoleArn: string | undefined): string {
  const [{ roles = [] } = {}, ...others] = logins;
  if (others.length > 0) throw new UnsupportedError('a SAML assertion with roles together with other logins');
  const chosen = customRoleArn ?? (roles.length === 1 ? roles[0] : undefined);
  if (chosen === undefined || !roles.includes(chosen)) throw deniedRole();
  return chosen;
}

function rolesGiven({ rules }: RoleMapping, { claims }: VerifiedLogin): { allowed: unknown[]; preferred?: string } {
  if (rules !== undefined) {
    const matching = rules.filter((rule) => matchesRule(rule, claims)).map(({ roleArn }) => roleArn);
    return { allowed: matching, ...(matching[0] === undefined ? {} : { preferred: matching[0] }) };
  }
  const { 'cognito:roles': allowed, 'cognito:preferred_role': preferred } = claims;
  return {
    allowed: Array.isArray(allowed) ? allowed : [],
    ...(typeof preferred === 'string' ? { preferred } : {}),
  };
}

/** A claim that is not there matches nothing, not even NotEqual. */
function matchesRule({ claim, matchType, value }: RoleRule, claims: VerifiedLogin['claims']): boolean {
  const actual = claims[claim];
  if (actual === undefined) return false;
  if (typeof actual === 'object') throw new UnsupportedError(`a role mapping rule for the claim ${claim}, a list`);
  const text = String(actual);
  switch (matchType) {
    case 'Equals':
      return text === value;
    case 'NotEqual':
      return text !== value;
    case 'StartsWith':
      return text.startsWith(value);
    case 'Contains':
      return text.includes(value);
  }
}

/** AWS documents that access is denied, and not its words. */
function deniedRole(): AwsError {
  return refused('The login gives no such role, and the role mapping of the identity pool allows no other.');
}
