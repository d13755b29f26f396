import type { VerifiedLogin } from '../../../../sandbox/cognito/identity-pool/logins.js';
import { principalTags } from '../../../../sandbox/cognito/identity-pool/principal-tags.js';
import { roleOfIdentity } from '../../../../sandbox/cognito/identity-pool/role-of-identity.js';
import type { RoleMapping, RoleRule } from '../../../../sandbox/cognito/resources/cognito-resources.js';
import { clientId, providerName } from '../people.js';
import { identityPoolId, roles } from '../place.js';

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const login = (claims: object): VerifiedLogin => ({
  providerName,
  sub: 'ada',
  amr: `${providerName}:CognitoSignIn:ada`,
  claims: { sub: 'ada', aud: clientId, ...claims },
  mappingNames: [providerName, `${providerName}:${clientId}`],
});
const pool = (mapping: Partial<RoleMapping> | undefined, tags: Record<string, string> = {}) => ({
  identityPoolId,
  settings: { allowUnauthenticatedIdentities: false, cognitoIdentityProviders: [] },
  roles,
  roleMappings: mapping
    ? [{ identityProvider: `${providerName}:${clientId}`, rules: undefined, ambiguous: 'Deny' as const, ...mapping }]
    : [],
  principalTags: [{ identityPoolId, identityProviderName: providerName, tags }],
});
const refused = expect.objectContaining({ code: 'NotAuthorizedException' });
const of = (claims: object, mapping: Partial<RoleMapping> | undefined, custom?: string) => () =>
  roleOfIdentity(pool(mapping), [login(claims)], custom);

describe('the role of an identity', () => {
  const two = { 'cognito:roles': [arn('A'), arn('B')] };

  it.each([
    ['without a mapping: the role for all', {}, undefined, undefined, roles.authenticated],
    ['of the preferred role', { ...two, 'cognito:preferred_role': arn('B') }, {}, undefined, arn('B')],
    ['of the role asked for', { ...two, 'cognito:preferred_role': arn('B') }, {}, arn('A'), arn('A')],
    ['without a preferred role', two, { ambiguous: 'AuthenticatedRole' }, undefined, roles.authenticated],
    ['without any role', {}, { ambiguous: 'AuthenticatedRole' }, undefined, roles.authenticated],
  ] as const)('%s', (_title, claims, mapping, custom, role) => {
    expect(of(claims, mapping as Partial<RoleMapping> | undefined, custom)()).toBe(role);
  });

  it.each([
    ['one asked for that the token does not name', two, {}, arn('C')],
    ['one asked for without a mapping', two, undefined, arn('A')],
    ['the role for all asked for by name', {}, {}, roles.authenticated],
    ['an ambiguous one, where that is to be denied', two, {}, undefined],
    ['none at all, where that is to be denied', {}, {}, undefined],
  ])('is refused: %s', (_title, claims, mapping, custom) => {
    expect(of(claims, mapping, custom)).toThrow(refused);
  });

  describe('by rules', () => {
    const rule = (matchType: RoleRule['matchType'], value: string, name: string, claim = 'custom:team') => ({
      claim,
      matchType,
      value,
      roleArn: arn(name),
    });

    it.each([
      ['Equals', 'sales', true],
      ['Equals', 'sale', false],
      ['NotEqual', 'other', true],
      ['NotEqual', 'sales', false],
      ['StartsWith', 'sal', true],
      ['StartsWith', 'ales', false],
      ['Contains', 'ale', true],
      ['Contains', 'x', false],
    ] as const)('%s %s', (matchType, value, matches) => {
      const mapping = { rules: [rule(matchType, value, 'Team')], ambiguous: 'AuthenticatedRole' as const };
      expect(of({ 'custom:team': 'sales' }, mapping)()).toBe(matches ? arn('Team') : roles.authenticated);
    });

    it('the first that matches, or the one asked for among those that do', () => {
      const rules = [rule('Equals', 'x', 'No'), rule('Contains', 's', 'First'), rule('StartsWith', 's', 'Second')];
      const claims = { 'custom:team': 'sales' };
      expect(of(claims, { rules })()).toBe(arn('First'));
      expect(of(claims, { rules }, arn('Second'))()).toBe(arn('Second'));
      expect(of(claims, { rules }, arn('No'))).toThrow(refused);
    });

    it('none for a claim that is not there, not even NotEqual', () => {
      expect(of({}, { rules: [rule('NotEqual', 'x', 'Team')] })).toThrow(refused);
    });

    it('of lists are refused by name', () => {
      const mapping = { rules: [rule('Contains', 'a', 'A', 'cognito:groups')] };
      expect(of({ 'cognito:groups': ['a'] }, mapping)).toThrow(/does not emulate a role mapping rule/);
    });
  });
});

describe('session tags', () => {
  const tags = (claims: object, map: Record<string, string>) => principalTags(pool(undefined, map), [login(claims)]);

  it('are the claims of the map; a claim that is not there, or empty, gives none', () => {
    const map = { tenant: 'custom:tenant', client: 'aud', gone: 'custom:gone', empty: 'custom:empty' };
    expect(tags({ 'custom:tenant': 'acme', 'custom:empty': '' }, map)).toEqual({ tenant: 'acme', client: clientId });
  });

  it.each(['*', 'a?b', '$' + '{aws:userid}', 'x'.repeat(257), ['a', 'b']])('cannot be %j', (value) => {
    expect(() => tags({ 'custom:tenant': value }, { tenant: 'custom:tenant' })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException' }),
    );
  });
});
