import { decodeJwt } from 'jose';
import {
  emptyIdentityPoolState,
  identityPoolTables,
} from '../../../../sandbox/cognito/identity-pool/identity-pool-tables.js';
import { createIdentityPools } from '../../../../sandbox/cognito/identity-pool/identity-pools.js';
import { restoredTables } from '../../../support/restored-tables.js';
import { callsOf } from '../calls-of.js';
import { addConfirmed, clientId, providerName, refusal, signIn } from '../people.js';
import { identityPoolId, newPlace, roles } from '../place.js';

const grace = { email: 'grace@example.com', password: 'Compiler-1952' };

describe('a signed-in user', () => {
  it('gets credentials of the role for the identity that the login always has', async () => {
    const place = await newPlace();
    const { IdToken } = await signIn(place);
    const identityId = await place.getId(IdToken);
    expect(identityId).toMatch(/^eu-west-1:[0-9a-f-]{36}$/);
    expect(await place.getId((await signIn(place)).IdToken)).toBe(identityId);
    expect(await place.credentials(identityId, IdToken)).toEqual({
      IdentityId: identityId,
      Credentials: {
        AccessKeyId: 'ASIAEXAMPLE',
        SecretKey: 'secret',
        SessionToken: 'session',
        Expiration: Math.floor((place.clock.now() + 3_600_999) / 1000),
      },
    });
  });

  it('is shown to STS with the claims of AWS', async () => {
    const place = await newPlace();
    const { IdToken } = await signIn(place);
    const identityId = await place.getId(IdToken);
    await place.credentials(identityId, IdToken);
    const login = `${providerName}:CognitoSignIn:${decodeJwt(IdToken).sub}`;
    expect(place.assumed).toEqual([
      {
        roleArn: roles.authenticated,
        sessionName: 'CognitoIdentityCredentials',
        claims: { aud: identityPoolId, amr: ['authenticated', providerName, login], sub: identityId },
        identity: {
          identityId,
          identityPoolId,
          authenticationType: 'authenticated',
          authenticationProvider: `${providerName},${login}`,
        },
      },
    ]);
  });

  it('has the same identity after the state went through JSON', async () => {
    const state = emptyIdentityPoolState();
    const place = await newPlace({ state });
    const { IdToken } = await signIn(place);
    const identityId = await place.getId(IdToken);
    const restored = createIdentityPools({
      region: 'eu-west-1',
      accountId: '111122223333',
      pools: [
        {
          identityPoolId,
          settings: {
            allowUnauthenticatedIdentities: false,
            cognitoIdentityProviders: [{ providerName, clientId, serverSideTokenCheck: true }],
          },
        },
      ],
      roleAttachments: [],
      state: restoredTables(identityPoolTables, state),
      clock: place.clock,
      verifyUserPoolToken: place.pools.verifyIdToken,
      assumeRoleWithWebIdentity: () => {
        throw new Error('not asked');
      },
    });
    const input = { IdentityPoolId: identityPoolId, Logins: { [providerName]: IdToken } };
    expect(await callsOf(restored.api).GetId?.(input)).toEqual({ IdentityId: identityId });
  });

  it('does not reach the identity of another, with or without a login', async () => {
    const place = await newPlace();
    await addConfirmed(place, grace);
    const [ofAda, ofGrace] = [(await signIn(place)).IdToken, (await signIn(place, grace)).IdToken];
    const adasId = await place.getId(ofAda);
    expect(await place.getId(ofGrace)).not.toBe(adasId);
    expect(await refusal(place.credentials(adasId, ofGrace))).toBe(
      "NotAuthorizedException: Logins don't match. Please include at least one valid login for this identity or identity pool.",
    );
    expect(await refusal(place.credentials(adasId))).toBe(
      `NotAuthorizedException: Access to Identity '${adasId}' is forbidden.`,
    );
    expect(place.assumed).toEqual([]);
  });

  it.each([
    { title: 'the trust policy refuses', options: { trusts: false } },
    { title: 'the pool has no role for users', options: { roles: { unauthenticated: roles.unauthenticated } } },
  ])('gets no credentials when $title', async ({ options }) => {
    const place = await newPlace(options);
    const { IdToken } = await signIn(place);
    expect(await refusal(place.credentials(await place.getId(IdToken), IdToken))).toBe(
      'InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    );
  });
});

describe('a guest', () => {
  const noGuests = 'NotAuthorizedException: Unauthenticated access is not supported for this identity pool.';

  it('is refused where the pool allows none, also with an identity from before', async () => {
    const state = emptyIdentityPoolState();
    const before = await (await newPlace({ guests: true, state })).getId();
    const place = await newPlace({ state });
    expect(await refusal(place.getId())).toBe(noGuests);
    expect(await refusal(place.credentials(before))).toBe(noGuests);
  });

  it('gets an identity of its own and the role for guests', async () => {
    const place = await newPlace({ guests: true });
    const identityId = await place.getId();
    expect(await place.getId()).not.toBe(identityId);
    await place.credentials(identityId);
    expect(place.assumed).toMatchObject([
      {
        roleArn: roles.unauthenticated,
        claims: { amr: ['unauthenticated'] },
        identity: { authenticationType: 'unauthenticated', authenticationProvider: '' },
      },
    ]);
  });

  it('keeps the identity when signing in for the first time', async () => {
    const place = await newPlace({ guests: true });
    const { IdToken } = await signIn(place);
    const identityId = await place.getId();
    expect(await place.credentials(identityId, IdToken)).toMatchObject({ IdentityId: identityId });
    expect(await place.getId(IdToken)).toBe(identityId);
    expect(await refusal(place.credentials(identityId))).toBe(
      `NotAuthorizedException: Access to Identity '${identityId}' is forbidden.`,
    );
  });

  it('is merged into the identity that the login has already', async () => {
    const place = await newPlace({ guests: true });
    const { IdToken } = await signIn(place);
    const [guest, known] = [await place.getId(), await place.getId(IdToken)];
    expect(await place.credentials(guest, IdToken)).toMatchObject({ IdentityId: known });
    expect(await refusal(place.credentials(guest))).toBe(`ResourceNotFoundException: Identity '${guest}' not found.`);
  });
});

describe('an identity', () => {
  it('is described by its providers and times', async () => {
    const place = await newPlace();
    const IdentityId = await place.getId((await signIn(place)).IdToken);
    expect(await callsOf(place.identityPools.api).DescribeIdentity?.({ IdentityId })).toEqual({
      IdentityId,
      Logins: [providerName],
      CreationDate: place.clock.now() / 1000,
      LastModifiedDate: place.clock.now() / 1000,
    });
  });
});

describe('an identity that is deleted', () => {
  it('is there no more, and the user gets another one', async () => {
    const place = await newPlace();
    const { IdToken } = await signIn(place);
    const before = await place.getId(IdToken);
    const { DeleteIdentities } = callsOf(place.identityPools.api);
    expect(await DeleteIdentities?.({ IdentityIdsToDelete: [before, before] })).toEqual({ UnprocessedIdentityIds: [] });
    expect(await refusal(place.credentials(before, IdToken))).toMatch(/^ResourceNotFoundException/);
    expect(await place.getId(IdToken)).not.toBe(before);
    const again = DeleteIdentities?.({ IdentityIdsToDelete: [before] }) as Promise<object>;
    expect(await refusal(again)).toContain(`DeleteIdentities of ${before}, which there is not`);
  });
});

describe('requests that an identity pool refuses', () => {
  const unknown = 'eu-west-1:99999999-2222-3333-4444-555555555555';
  it.each([
    ['GetId', { IdentityPoolId: unknown }, `ResourceNotFoundException: IdentityPool '${unknown}' not found.`],
    [
      'GetId',
      { IdentityPoolId: 'nonsense' },
      "ValidationException: 1 validation error detected: Value 'nonsense' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+",
    ],
    [
      'GetId',
      {},
      "ValidationException: 1 validation error detected: Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'GetCredentialsForIdentity',
      { IdentityId: unknown },
      `ResourceNotFoundException: Identity '${unknown}' not found.`,
    ],
    ['DescribeIdentity', { IdentityId: unknown }, `ResourceNotFoundException: Identity '${unknown}' not found.`],
    [
      'GetCredentialsForIdentity',
      { IdentityId: unknown, CustomRoleArn: roles.authenticated },
      `ResourceNotFoundException: Identity '${unknown}' not found.`,
    ],
    [
      'GetOpenIdTokenForDeveloperIdentity',
      { IdentityPoolId: identityPoolId, Logins: { 'login.my.app': 'ada' } },
      'NotAuthorizedException: Developer authenticated identities are not enabled for this identity pool.',
    ],
  ])('%s %j', async (name, input, refused) => {
    const { identityPools } = await newPlace();
    expect(await refusal(callsOf(identityPools.api)[name]?.(input) as Promise<object>)).toBe(refused);
  });

  it('the basic (classic) flow', async () => {
    const place = await newPlace();
    const { IdToken } = await signIn(place);
    const input = { IdentityId: await place.getId(IdToken), Logins: { [providerName]: IdToken } };
    expect(await refusal(callsOf(place.identityPools.api).GetOpenIdToken?.(input) as Promise<object>)).toBe(
      'InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.',
    );
  });
});
