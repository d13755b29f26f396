import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { emptyUserPoolState, userPoolTables } from '../../../../sandbox/cognito/user-pool/user-pool-tables.js';
import { createUserPools } from '../../../../sandbox/cognito/user-pool/user-pools.js';
import { restoredTables } from '../../../support/restored-tables.js';
import { callsOf } from '../calls-of.js';
import {
  ada,
  addConfirmed,
  clientId,
  newWorld,
  otherClientId,
  refusal,
  signIn,
  stateWithKey,
  type Tokens,
  userPoolId,
  type World,
} from '../people.js';

const HOUR = 3_600_000;
const someoneElses = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const signedIn = async (client = {}) => {
  const world = newWorld({}, client);
  await addConfirmed(world);
  return { world, tokens: await signIn(world) };
};
const getUser = ({ call }: World, AccessToken: string) => refusal(call('GetUser', { AccessToken }));
const refresh = ({ call }: World, RefreshToken: string, ClientId = clientId) =>
  call<{ AuthenticationResult: Partial<Tokens> }>('GetTokensFromRefreshToken', { RefreshToken, ClientId });
/** The token's own header and claims, some changed, under another key. */
const forged = (token: string, change: JWTPayload = {}) =>
  new SignJWT({ ...decodeJwt(token), ...change })
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'RS256' })
    .sign(someoneElses);

describe('tokens', () => {
  it('are verified by whoever fetches the JWKS that the configuration names', async () => {
    const { world, tokens } = await signedIn();
    const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example01';
    expect(world.pools.openIdConfiguration(userPoolId)).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
    });
    const jwks = await world.pools.jwks(userPoolId);
    expect(Object.keys(jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const options = { issuer, audience: clientId, currentDate: new Date(world.clock.now()) };
    const keys = createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]);
    await expect(jwtVerify(tokens.IdToken, keys, options)).resolves.toBeDefined();
  });

  it('live as long as the client says', async () => {
    const { tokens } = await signedIn({
      AccessTokenValidity: 10,
      IdTokenValidity: 300,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds' },
    });
    const lifetime = ({ exp = 0, iat = 0 }: JWTPayload) => exp - iat;
    expect(tokens.ExpiresIn).toBe(600);
    expect([lifetime(decodeJwt(tokens.AccessToken)), lifetime(decodeJwt(tokens.IdToken))]).toEqual([600, 300]);
  });

  it('are still good after the state went through JSON', async () => {
    const { world, tokens } = await signedIn();
    const state = restoredTables(userPoolTables, world.options.state);
    const restored = callsOf(createUserPools({ ...world.options, state }).api);
    expect(await refusal(restored.GetUser?.({ AccessToken: tokens.AccessToken }) as Promise<object>)).toBe('nothing');
  });

  it('are made with a key of its own by a pool that starts empty', async () => {
    const world = newWorld({}, {}, emptyUserPoolState());
    await addConfirmed(world);
    expect(await getUser(world, (await signIn(world)).AccessToken)).toBe('nothing');
    const { signingKeys } = stateWithKey();
    expect(world.options.state.signingKeys.get(userPoolId)?.n).not.toBe(signingKeys.get(userPoolId)?.n);
  });
});

describe('an access token', () => {
  it('tells whose it is', async () => {
    const { world, tokens } = await signedIn();
    const { sub } = world.pools.users()[0] ?? {};
    expect(await world.call('GetUser', { AccessToken: tokens.AccessToken })).toEqual({
      Username: sub,
      UserAttributes: expect.arrayContaining([
        { Name: 'sub', Value: sub },
        { Name: 'email', Value: ada.email },
        { Name: 'email_verified', Value: 'true' },
      ]),
    });
  });

  it.each<{ title: string; token: (tokens: Tokens) => string | Promise<string>; refused: string }>([
    { title: 'an ID token', token: ({ IdToken }) => IdToken, refused: 'Invalid Access Token' },
    { title: 'no token', token: () => 'nonsense', refused: 'Invalid Access Token' },
    {
      title: 'a token under another key',
      token: ({ AccessToken }) => forged(AccessToken),
      refused: 'Could not verify signature for Access Token',
    },
    {
      title: 'a token of another pool',
      token: ({ AccessToken }) => forged(AccessToken, { iss: 'https://example.com' }),
      refused: 'Invalid Access Token',
    },
    {
      title: 'a token whose signature was changed',
      token: ({ AccessToken }) => AccessToken.replace(/.{8}$/, 'AAAAAAAA'),
      refused: 'Could not verify signature for Access Token',
    },
    {
      title: 'an unsigned token',
      token: ({ AccessToken }) => `eyJhbGciOiJub25lIn0.${AccessToken.split('.')[1]}.`,
      refused: 'Could not verify signature for Access Token',
    },
  ])('is asked for, not $title', async ({ token, refused }) => {
    const { world, tokens } = await signedIn();
    expect(await getUser(world, await token(tokens))).toBe(`NotAuthorizedException: ${refused}`);
  });

  it('expires', async () => {
    const { world, tokens } = await signedIn();
    world.clock.advance(HOUR - 1);
    expect(await getUser(world, tokens.AccessToken)).toBe('nothing');
    world.clock.advance(1);
    expect(await getUser(world, tokens.AccessToken)).toBe('NotAuthorizedException: Access Token has expired');
  });

  it('is nobody’s once the user is deleted', async () => {
    const { world, tokens } = await signedIn();
    await world.call('DeleteUser', { AccessToken: tokens.AccessToken });
    expect(world.pools.users()).toEqual([]);
    expect(await getUser(world, tokens.AccessToken)).toBe('UserNotFoundException: User does not exist.');
    expect(await refusal(refresh(world, tokens.RefreshToken))).toBe('NotAuthorizedException: Invalid Refresh Token.');
  });
});

describe('a refresh token', () => {
  it.each(['GetTokensFromRefreshToken', 'REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'])(
    'gives new tokens by %s',
    async (by) => {
      const { world, tokens } = await signedIn();
      world.clock.advance(2 * HOUR);
      const input = { AuthFlow: by, AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken } };
      const { AuthenticationResult: fresh } = by.startsWith('Get')
        ? await refresh(world, tokens.RefreshToken)
        : await world.call<{ AuthenticationResult: Partial<Tokens> }>('InitiateAuth', input);
      expect(fresh.RefreshToken).toBeUndefined();
      expect(await getUser(world, fresh.AccessToken ?? '')).toBe('nothing');
      const [before, after] = [decodeJwt(tokens.IdToken), decodeJwt(fresh.IdToken ?? '')];
      expect(after).toMatchObject({ auth_time: before.auth_time, origin_jti: before.origin_jti });
      expect(after.jti).not.toBe(before.jti);
    },
  );

  it('is good for its own client only', async () => {
    const { world, tokens } = await signedIn();
    const refused = 'NotAuthorizedException: Invalid Refresh Token.';
    expect(await refusal(refresh(world, tokens.RefreshToken, otherClientId))).toBe(refused);
    expect(await refusal(refresh(world, `${tokens.RefreshToken}x`))).toBe(refused);
    expect(await refusal(refresh(world, 'nonsense'))).toBe(refused);
  });

  it('expires', async () => {
    const { world, tokens } = await signedIn({
      RefreshTokenValidity: 2,
      TokenValidityUnits: { RefreshToken: 'hours' },
    });
    world.clock.advance(2 * HOUR);
    expect(await refusal(refresh(world, tokens.RefreshToken))).toBe(
      'NotAuthorizedException: Refresh Token has expired',
    );
  });

  it('is revoked with its access tokens, and no others', async () => {
    const { world, tokens } = await signedIn();
    const other = await signIn(world);
    await world.call('RevokeToken', { Token: tokens.RefreshToken });
    expect(await refusal(refresh(world, tokens.RefreshToken))).toBe(
      'NotAuthorizedException: Refresh Token has been revoked',
    );
    expect(await getUser(world, tokens.AccessToken)).toBe('NotAuthorizedException: Access Token has been revoked');
    expect(await getUser(world, other.AccessToken)).toBe('nothing');
    expect(await refusal(world.call('RevokeToken', { Token: tokens.RefreshToken }))).toBe('nothing');
  });

  it.each<{ title: string; client?: object; input: (tokens: Tokens) => object; refused: string }>([
    {
      title: 'an access token',
      input: ({ AccessToken }) => ({ Token: AccessToken }),
      refused: 'UnsupportedTokenTypeException: Unsupported token type.',
    },
    {
      title: 'the token of another client',
      input: ({ RefreshToken }) => ({ Token: RefreshToken, ClientId: otherClientId }),
      refused: 'UnauthorizedException: The token was issued to another client.',
    },
    {
      title: 'a client without revocation',
      client: { EnableTokenRevocation: false },
      input: ({ RefreshToken }) => ({ Token: RefreshToken }),
      refused: 'UnsupportedOperationException: Token revocation is not enabled for this client.',
    },
  ])('is not revoked by $title', async ({ client, input, refused }) => {
    const { world, tokens } = await signedIn(client);
    expect(await refusal(world.call('RevokeToken', input(tokens)))).toBe(refused);
    expect(await refusal(refresh(world, tokens.RefreshToken))).toBe('nothing');
  });
});

describe('signing out globally', () => {
  it('ends every session of the user, and a new sign-in is a new start', async () => {
    const { world, tokens } = await signedIn();
    const elsewhere = await signIn(world, ada, otherClientId);
    await world.call('GlobalSignOut', { AccessToken: tokens.AccessToken });
    for (const { AccessToken } of [tokens, elsewhere]) {
      expect(await getUser(world, AccessToken)).toBe('NotAuthorizedException: Access Token has been revoked');
    }
    expect(await refusal(refresh(world, elsewhere.RefreshToken, otherClientId))).toBe(
      'NotAuthorizedException: Refresh Token has been revoked',
    );
    expect(await getUser(world, (await signIn(world)).AccessToken)).toBe('nothing');
  });
});

describe('what can be looked at', () => {
  it('holds no password, verifier, key or token', async () => {
    const { world } = await signedIn();
    expect(Object.keys(world.pools.users()[0] ?? {}).sort()).toEqual(
      ['createdAt', 'email', 'emailVerified', 'enabled', 'groups', 'status', 'sub', 'userName', 'userPoolId'].sort(),
    );
    expect(JSON.stringify(world.options.state)).not.toContain(ada.password);
  });

  it('is nothing of a pool that is not there', async () => {
    const { pools } = newWorld();
    const refused = 'ResourceNotFoundException: User pool eu-west-1_Nowhere does not exist.';
    expect(await refusal(pools.jwks('eu-west-1_Nowhere'))).toBe(refused);
  });
});
