import { decodeJwt } from 'jose';
import { refusal, signIn, userPoolId } from '../people.js';
import { respond, withAda } from './trigger-functions.js';

describe('what a function makes of the tokens', () => {
  const claimsWith = async (response: object, version?: 'V1_0' | 'V2_0') => {
    const world = await withAda({ PreTokenGeneration: respond(response) }, version === undefined ? {} : { version });
    const { IdToken, AccessToken } = await signIn(world);
    return { id: decodeJwt(IdToken), access: decodeJwt(AccessToken), world, AccessToken, IdToken };
  };
  const override = (details: object) => ({ claimsOverrideDetails: details });

  it('adds, changes and suppresses claims of the ID token, in the first version', async () => {
    const { id, access } = await claimsWith(
      override({ claimsToAddOrOverride: { tenant: 'acme', nickname: 'Ada', email: 'x' }, claimsToSuppress: ['email'] }),
    );
    expect(id).toMatchObject({ tenant: 'acme', nickname: 'Ada' });
    expect(id).not.toHaveProperty('email');
    expect(access).not.toHaveProperty('tenant');
  });

  it('leaves alone what AWS does not let it touch', async () => {
    const fixed = ['aud', 'sub', 'iss', 'exp', 'iat', 'auth_time', 'jti', 'token_use', 'cognito:username', 'event_id'];
    const { id, world, IdToken } = await claimsWith(
      override({
        claimsToAddOrOverride: {
          ...Object.fromEntries(fixed.map((name) => [name, 'forged'])),
          'cognito:roles': 'arn:aws:iam::111122223333:role/Admin',
          'cognito:groups': 'kings',
          'cognito:preferred_role': 'arn:aws:iam::111122223333:role/Admin',
        },
        claimsToSuppress: fixed,
      }),
    );
    for (const name of fixed) expect(id).toHaveProperty([name], expect.not.stringMatching(/^forged$/));
    expect(Object.keys(id).filter((name) => /groups|role/.test(name))).toEqual([]);
    expect(await world.pools.verifyIdToken(userPoolId, IdToken)).toMatchObject({ verdict: 'valid' });
  });

  it('replaces groups and roles, in both tokens', async () => {
    const role = 'arn:aws:iam::111122223333:role/Operators';
    const groups = { groupsToOverride: ['operators'], iamRolesToOverride: [role], preferredRole: role };
    const { id, access } = await claimsWith(override({ groupOverrideDetails: groups }));
    expect(id).toMatchObject({
      'cognito:groups': ['operators'],
      'cognito:roles': [role],
      'cognito:preferred_role': role,
    });
    expect(access['cognito:groups']).toEqual(['operators']);
    expect(access).not.toHaveProperty('cognito:roles');
  });

  it.each([
    { title: 'keeps the groups where it says nothing of them', details: {}, kept: true },
    { title: 'takes them away with null', details: { groupOverrideDetails: null }, kept: false },
    { title: 'takes them away with an empty object', details: { groupOverrideDetails: {} }, kept: false },
  ])('$title', async ({ details, kept }) => {
    const world = await withAda({ PreTokenGeneration: respond(override(details)) });
    world.options.state.users.put(world.pools.users()[0]?.sub ?? '', {
      ...(world.options.state.users.get(world.pools.users()[0]?.sub ?? '') as never as object),
      groups: ['friends'],
    } as never);
    const { IdToken, AccessToken } = await signIn(world);
    expect(world.events[0].request.groupConfiguration).toEqual({
      groupsToOverride: ['friends'],
      iamRolesToOverride: [],
      preferredRole: null,
    });
    for (const token of [IdToken, AccessToken]) {
      expect(decodeJwt(token)['cognito:groups']).toEqual(kept ? ['friends'] : undefined);
    }
  });

  it('takes only text in the first version', async () => {
    const world = await withAda({
      PreTokenGeneration: respond(override({ claimsToAddOrOverride: { tenants: ['acme'] } })),
    });
    expect(await refusal(signIn(world))).toBe('InvalidLambdaResponseException: Unrecognizable lambda output');
  });

  it('speaks of both tokens in the second version, and of scopes', async () => {
    const { id, access, world, AccessToken } = await claimsWith(
      {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { tenants: ['acme', 7, true] } },
          accessTokenGeneration: {
            claimsToAddOrOverride: { tenant: { name: 'acme' }, client_id: 'other', aud: 'other', username: 'other' },
            scopesToAdd: ['orders/read'],
          },
        },
      },
      'V2_0',
    );
    expect(world.events[0]).toMatchObject({
      version: '2',
      request: { scopes: ['aws.cognito.signin.user.admin'] },
      response: { claimsAndScopeOverrideDetails: null },
    });
    expect(id).toMatchObject({ tenants: ['acme', 7, true] });
    expect(access).toMatchObject({ tenant: { name: 'acme' }, scope: 'aws.cognito.signin.user.admin orders/read' });
    expect(access).not.toHaveProperty('aud');
    expect([access.client_id, access.username]).not.toContain('other');
    expect(await world.call('GetUser', { AccessToken })).toHaveProperty('Username');
  });

  it('takes a scope away, and with it what the scope opens', async () => {
    const accessTokenGeneration = { scopesToSuppress: ['aws.cognito.signin.user.admin'] };
    const { world, AccessToken } = await claimsWith(
      { claimsAndScopeOverrideDetails: { accessTokenGeneration } },
      'V2_0',
    );
    expect(await refusal(world.call('GetUser', { AccessToken }))).toMatch(/does not have required scopes/);
  });
});
