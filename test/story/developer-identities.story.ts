import {
  GetOpenIdTokenForDeveloperIdentityCommand,
  LookupDeveloperIdentityCommand,
  UnlinkDeveloperIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

const PROVIDER = 'login.my.app';
const COGNITO = 'cognito-identity.amazonaws.com';

describe('a back end that signs in its own users', () => {
  let sandbox: Sandbox;
  let aws: ReturnType<typeof awsClients>;

  const vouch = (Logins: Record<string, string>, more: object = {}) =>
    aws.identitiesAs().send(
      new GetOpenIdTokenForDeveloperIdentityCommand({
        IdentityPoolId: sandbox.outputs.IdentityPoolId,
        Logins,
        ...more,
      }),
    );
  const signIn = async (user: string) => {
    const { IdentityId: identityId = '', Token = '' } = await vouch({ [PROVIDER]: user });
    return { identityId, token: Token, credentials: await aws.credentials(identityId, { [COGNITO]: Token }) };
  };

  beforeAll(async () => {
    sandbox = await settingsSandbox({ developerProvider: PROVIDER });
    aws = awsClients(sandbox);
  }, 30_000);
  afterAll(() => sandbox.stop());

  it('gets a user whom Cognito has never seen attached and connected', async () => {
    const ada = await signIn('ada');
    expect(await aws.may(ada, 'publish', `users/${ada.identityId}/hello`).catch(() => 'no connection')).toBe(
      'no connection',
    );
    expect(await aws.attach(ada)).toMatchObject({ status: 200, body: { identityId: ada.identityId } });
    expect(await aws.may(ada, 'publish', `users/${ada.identityId}/hello`)).toBe(true);
    expect(await aws.may(ada, 'publish', 'users/somebody/hello')).toBe(false);
    expect(sandbox.views.users()).toEqual([]);
  });

  it('finds the same identity for the same user, and another for another', async () => {
    const [first, again, other] = [await signIn('grace'), await signIn('grace'), await signIn('alan')];
    expect(again.identityId).toBe(first.identityId);
    expect(other.identityId).not.toBe(first.identityId);
  });

  it('looks users up, and unlinks them: the next token is of another identity', async () => {
    const { identityId: IdentityId } = await signIn('eve');
    const { IdentityPoolId } = sandbox.outputs;
    const lookUp = (by: object) =>
      aws.identitiesAs().send(new LookupDeveloperIdentityCommand({ IdentityPoolId, ...by }));
    const found = { IdentityId, DeveloperUserIdentifierList: ['eve'] };
    expect(await lookUp({ DeveloperUserIdentifier: 'eve' })).toMatchObject(found);
    expect(await lookUp({ IdentityId })).toMatchObject(found);
    await expect(lookUp({})).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(lookUp({ DeveloperUserIdentifier: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const conflict = { name: 'ResourceConflictException' };
    await expect(lookUp({ IdentityId, DeveloperUserIdentifier: 'adam' })).rejects.toMatchObject(conflict);
    const unlink = (DeveloperUserIdentifier: string) =>
      aws.identitiesAs().send(
        new UnlinkDeveloperIdentityCommand({
          IdentityId,
          IdentityPoolId,
          DeveloperProviderName: PROVIDER,
          DeveloperUserIdentifier,
        }),
      );
    await expect(unlink('adam')).rejects.toMatchObject(conflict);
    await unlink('eve');
    expect((await signIn('eve')).identityId).not.toBe(IdentityId);
  });

  it('cannot show its token to STS, as long as the pool does not allow the classic flow', async () => {
    const { token } = await signIn('grace');
    const sts = new STSClient({ region: 'us-east-1', endpoint: sandbox.url });
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: 'arn:aws:iam::111122223333:role/Any',
      RoleSessionName: 'app',
      WebIdentityToken: token,
    });
    await expect(sts.send(command)).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: expect.stringContaining('does not allow the basic (classic) flow'),
    });
  });

  it('gives a token that names the provider and lives for 15 minutes', async () => {
    const { token, identityId } = await signIn('grace');
    const { iat = 0, ...claims } = decodeJwt(token);
    expect(claims).toEqual({
      iss: `https://${COGNITO}`,
      aud: sandbox.outputs.IdentityPoolId,
      sub: identityId,
      amr: ['authenticated', PROVIDER, `${PROVIDER}:${sandbox.outputs.IdentityPoolId}:grace`],
      exp: iat + 900,
    });
  });

  it('is nobody but who has the right on this identity pool', async () => {
    const ada = await signIn('ada');
    const command = new GetOpenIdTokenForDeveloperIdentityCommand({
      IdentityPoolId: sandbox.outputs.IdentityPoolId,
      Logins: { [PROVIDER]: 'grace' },
    });
    await expect(aws.identitiesAs(ada.credentials).send(command)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const forged = { ...ada.credentials, secretAccessKey: 'x' };
    await expect(aws.identitiesAs(forged).send(command)).rejects.toMatchObject({
      name: /Signature|UnrecognizedClient/,
    });
  });

  it.each([
    {
      title: 'no login of the developer provider',
      logins: { 'login.other.app': 'x' } as Record<string, string>,
      name: 'InvalidParameterException',
    },
    {
      title: 'an identity of another user',
      logins: { [PROVIDER]: 'alan' },
      of: 'grace',
      name: 'DeveloperUserAlreadyRegisteredException',
    },
  ])('is refused with $title', async ({ logins, of, name }) => {
    await signIn('alan');
    const more = of === undefined ? {} : { IdentityId: (await signIn(of)).identityId };
    await expect(vouch(logins, more)).rejects.toMatchObject({ name });
  });

  it('cannot have its users impersonated: other tokens under the same name are refused', async () => {
    const [grace, alan] = [await signIn('grace'), await signIn('alan')];
    const { privateKey } = await generateKeyPair('RS512');
    const forged = await new SignJWT(decodeJwt(grace.token)).setProtectedHeader({ alg: 'RS512' }).sign(privateKey);
    const refused = (token: string) => aws.credentials(grace.identityId, { [COGNITO]: token });
    await expect(refused(forged)).rejects.toThrow("Couldn't verify signed token.");
    await expect(refused(alan.token)).rejects.toThrow("Logins don't match.");
    await expect(refused('nonsense')).rejects.toThrow('Not a valid OpenId Connect identity token.');
    await expect(aws.credentials(grace.identityId)).rejects.toThrow('is forbidden.');
    await expect(aws.identity({ [PROVIDER]: 'grace' })).rejects.toThrow('not from a supported provider');
  });

  it('has to vouch again when the token has expired', async () => {
    const grace = await signIn('grace');
    sandbox.clock.advance(900_000);
    await expect(aws.credentials(grace.identityId, { [COGNITO]: grace.token })).rejects.toThrow('Token expired:');
  });
});
