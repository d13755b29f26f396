import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { type RunningOpenIdProvider, runningOpenIdProvider } from '../support/running-openid-provider.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';

const settings = { openIdConnectProviders: [{ url: 'https://id.example.com', clientIds: ['our-app'] }] };

let provider: RunningOpenIdProvider;
let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;

beforeAll(async () => {
  provider = await runningOpenIdProvider();
  sandbox = await settingsSandbox(settings, {
    // On this machine, which settings refuse: AWS takes https alone.
    edit(template) {
      onlyResource(template, 'AWS::IAM::OIDCProvider').Url = provider.issuer;
    },
  });
  aws = awsClients(sandbox);
}, 30_000);
afterAll(async () => {
  provider.stop();
  await sandbox.stop();
});

describe('a provider that the identity pool trusts directly', () => {
  const login = () => provider.issuer.replace('http://', '');

  it('gives an identity without a user in the pool, who is attached and connects', async () => {
    const Logins = { [login()]: await provider.idToken('our-app', 'hedy') };
    const identity = await aws.identity(Logins);
    expect(await aws.identity(Logins)).toMatchObject({ identityId: identity.identityId });
    expect(await aws.attach(identity)).toMatchObject({ status: 200, body: { identityId: identity.identityId } });
    expect(await aws.may(identity, 'subscribe', `users/${identity.identityId}/#`)).toBe(true);
    expect(await aws.may(identity, 'subscribe', 'users/#')).toBe(false);
  });

  it('is taken at its word for its own apps only', async () => {
    const token = await provider.idToken('other-app', 'hedy');
    await expect(aws.identity({ [login()]: token })).rejects.toThrow('Incorrect token audience.');
  });

  it('cannot be forged', async () => {
    const token = await provider.idToken('our-app', 'hedy');
    const { privateKey } = await generateKeyPair('RS256');
    const header = decodeProtectedHeader(token) as { alg: string };
    const forged = await new SignJWT({ ...decodeJwt(token), sub: 'king' }).setProtectedHeader(header).sign(privateKey);
    await expect(aws.identity({ [login()]: forged })).rejects.toThrow("Couldn't verify signed token.");
    const [, payload] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    await expect(aws.identity({ [login()]: unsigned })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is known by its own name only', async () => {
    const token = await provider.idToken('our-app', 'hedy');
    await expect(aws.identity({ 'id.other.example': token })).rejects.toThrow('not from a supported provider');
    await expect(aws.identity({ [aws.userPoolProvider]: token })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('is not believed after the token has expired, five minutes for other clocks granted', async () => {
    const token = await provider.idToken('our-app', 'hedy');
    sandbox.clock.advance(3600_000);
    await expect(aws.identity({ [login()]: token })).resolves.toMatchObject({ identityId: expect.any(String) });
    sandbox.clock.advance(301_000);
    await expect(aws.identity({ [login()]: token })).rejects.toThrow('Token expired:');
  });
});
