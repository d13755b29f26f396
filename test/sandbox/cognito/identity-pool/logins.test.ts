import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import type { AwsError } from '../../../../sandbox/base/errors.js';
import { callsOf } from '../calls-of.js';
import { ada, otherClientId, providerName, refusal, signIn, type Tokens } from '../people.js';
import { identityPoolId, newPlace, type Place } from '../place.js';

describe('a login', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const forged = (token: string) =>
    new SignJWT(decodeJwt(token)).setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'RS256' }).sign(other);
  const hour = 3600;
  const login = (place: Place, IdToken: string, provider = providerName) =>
    callsOf(place.identityPools.api).GetId?.({ IdentityPoolId: identityPoolId, Logins: { [provider]: IdToken } });

  it.each<{ title: string; login: (place: Place, tokens: Tokens) => unknown; refused: string | RegExp }>([
    {
      title: 'an access token',
      login: (place, { AccessToken }) => login(place, AccessToken),
      refused: 'Invalid login token. Not a valid OpenId Connect identity token.',
    },
    {
      title: 'no token',
      login: (place) => login(place, 'nonsense'),
      refused: 'Invalid login token. Not a valid OpenId Connect identity token.',
    },
    {
      title: 'a token under another key',
      login: async (place, { IdToken }) => login(place, await forged(IdToken)),
      refused: "Invalid login token. Couldn't verify signed token.",
    },
    {
      title: 'a token with a changed signature',
      login: (place, { IdToken }) => login(place, IdToken.replace(/.{8}$/, 'AAAAAAAA')),
      refused: "Invalid login token. Couldn't verify signed token.",
    },
    {
      title: 'an unsigned token',
      login: (place, { IdToken }) => login(place, `eyJhbGciOiJub25lIn0.${IdToken.split('.')[1]}.`),
      refused: "Invalid login token. Couldn't verify signed token.",
    },
    {
      title: 'a token of another issuer',
      login: async (place, { IdToken }) =>
        login(
          place,
          await new SignJWT({ ...decodeJwt(IdToken), iss: 'https://example.com' })
            .setProtectedHeader({ alg: 'RS256' })
            .sign(other),
        ),
      refused: "Invalid login token. Issuer doesn't match providerName",
    },
    {
      title: 'an expired token',
      login: (place, { IdToken }) => {
        place.clock.advance(hour * 1000);
        return login(place, IdToken);
      },
      refused: /^Invalid login token\. Token expired: (\d+) >= \1$/,
    },
    {
      title: 'a token of a client that the pool does not name',
      login: async (place) => login(place, (await signIn(place, ada, otherClientId)).IdToken),
      refused: 'Token is not from a supported provider of this identity pool.',
    },
    {
      title: 'a provider that the pool does not name',
      login: (place, { IdToken }) => login(place, IdToken, 'accounts.google.com'),
      refused: 'Token is not from a supported provider of this identity pool.',
    },
    {
      title: 'a user who has signed out globally',
      login: async (place, { AccessToken, IdToken }) => {
        await place.call('GlobalSignOut', { AccessToken });
        return login(place, IdToken);
      },
      refused: 'Token is inactive',
    },
    {
      title: 'a user who is deleted',
      login: async (place, { AccessToken, IdToken }) => {
        await place.call('DeleteUser', { AccessToken });
        return login(place, IdToken);
      },
      refused: 'Token is inactive',
    },
  ])('is refused for $title', async ({ login: attempt, refused }) => {
    const place = await newPlace();
    const tokens = await signIn(place);
    const error = (await Promise.resolve(attempt(place, tokens)).catch((thrown) => thrown)) as AwsError;
    expect(error).toMatchObject({ code: 'NotAuthorizedException', status: 400 });
    if (typeof refused === 'string') expect(error.message).toBe(refused);
    else expect(error.message).toMatch(refused);
  });

  it('of a user who has signed out globally still does where the server-side check is off', async () => {
    const place = await newPlace({ serverSideTokenCheck: false });
    const { AccessToken, IdToken } = await signIn(place);
    await place.call('GlobalSignOut', { AccessToken });
    expect(await refusal(place.getId(IdToken))).toBe('nothing');
  });

  it('is judged again when credentials are asked for', async () => {
    const place = await newPlace();
    const { AccessToken, IdToken } = await signIn(place);
    const identityId = await place.getId(IdToken);
    await place.call('GlobalSignOut', { AccessToken });
    expect(await refusal(place.credentials(identityId, IdToken))).toBe('NotAuthorizedException: Token is inactive');
  });

  it('whose refresh token was revoked does until it expires', async () => {
    const place = await newPlace();
    const { IdToken, RefreshToken } = await signIn(place);
    await place.call('RevokeToken', { Token: RefreshToken });
    expect(await refusal(place.getId(IdToken))).toBe('nothing');
  });
});
