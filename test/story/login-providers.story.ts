import { GetOpenIdTokenForDeveloperIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { createIotClient } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const loginProviders = {
  amazon: 'amzn1.application.188a56d827a7d6555a8b67a5d',
  apple: 'com.example.app',
  facebook: '7346241598935552',
  google: '123456789012.apps.googleusercontent.com',
};
const hosts = { amazon: 'www.amazon.com', apple: 'appleid.apple.com', facebook: 'graph.facebook.com' };
const google = 'accounts.google.com';
const settings = {
  loginProviders,
  developerProvider: 'login.my.app',
  groups: [{ name: 'operators', access: { publish: ['machines/*'] } }],
};

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  sandbox = await settingsSandbox(settings);
  aws = awsClients(sandbox);
}, 30_000);
afterAll(async () => {
  for (const end of endings) await end();
  await sandbox.stop();
});

const outputs = () => ({
  Region: sandbox.outputs.Region ?? '',
  AttachPolicyUrl: sandbox.outputs.AttachPolicyUrl ?? '',
  IotEndpoint: sandbox.outputs.IotEndpoint ?? '',
});

/** As an app does it: the AWS SDK's own provider of credentials, and our client. */
function appOf(logins: Record<string, string>) {
  const credentials = fromCognitoIdentityPool({
    identityPoolId: sandbox.outputs.IdentityPoolId ?? '',
    logins,
    clientConfig: { region: sandbox.outputs.Region ?? '', endpoint: sandbox.url },
  });
  const client = createIotClient({ outputs: outputs(), credentials, now: sandbox.clock.now });
  endings.push(() => client.close());
  return client;
}

describe.each([...Object.values(hosts), google])('a user of %s', (provider) => {
  it('is attached, connects, and hears a message', async () => {
    const token = await sandbox.loginToken({ provider, user: 'ada' });
    const client = appOf({ [provider]: token });
    await client.connect();
    const heard = new Promise<string>((resolve) => {
      void client.subscribe(client.myTopic('telemetry'), (message) => resolve(message.text()));
    });
    await client.publish(client.myTopic('telemetry'), 'hello');
    expect(await heard).toBe('hello');
  });

  it("is in no group, has no other user's topics, and comes back as the same identity", async () => {
    const token = await sandbox.loginToken({ provider, user: 'grace' });
    const identity = await aws.identity({ [provider]: token });
    const again = { [provider]: await sandbox.loginToken({ provider, user: 'grace' }) };
    expect((await aws.identity(again)).identityId).toBe(identity.identityId);
    expect(
      (await aws.identity({ [provider]: await sandbox.loginToken({ provider, user: 'alan' }) })).identityId,
    ).not.toBe(identity.identityId);
    await aws.attach(identity);
    expect(await aws.may(identity, 'subscribe', `users/${identity.identityId}/#`)).toBe(true);
    expect(await aws.may(identity, 'subscribe', 'users/#')).toBe(false);
    expect(await aws.may(identity, 'publish', 'machines/press')).toBe(false);
    const { Groups } = await aws.users.send(new ListGroupsCommand({ UserPoolId: sandbox.outputs.UserPoolId }));
    await expect(aws.credentials(identity.identityId, again, Groups?.[0]?.RoleArn)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('is not taken by the token of another provider', async () => {
    const other = provider === google ? hosts.apple : google;
    const token = await sandbox.loginToken({ provider: other, user: 'ada' });
    await expect(aws.identity({ [provider]: token })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('a token for an app that the identity pool does not know', () => {
  it.each([
    [hosts.amazon, 'Token is not from a supported provider of this identity pool.'],
    [hosts.facebook, 'Token is not from a supported provider of this identity pool.'],
    [hosts.apple, 'Invalid login token. Incorrect token audience.'],
    [google, 'Invalid login token. Incorrect token audience.'],
  ])('is refused for %s', async (provider, message) => {
    const token = await sandbox.loginToken({ provider, user: 'ada', appId: 'another' });
    await expect(aws.identity({ [provider]: token })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message,
    });
  });
});

it("cannot be forged: a token is of the sandbox's own key, which it says", async () => {
  const token = await sandbox.loginToken({ provider: google, user: 'ada' });
  const { privateKey } = await generateKeyPair('RS256');
  const forged = (header: object) =>
    new SignJWT({ ...decodeJwt(token), sub: 'king' }).setProtectedHeader({ ...header, alg: 'RS256' }).sign(privateKey);
  const same = await forged(decodeProtectedHeader(token));
  await expect(aws.identity({ [google]: same })).rejects.toThrow("Couldn't verify signed token.");
  const genuine = await forged({ kid: 'of Google' });
  await expect(aws.identity({ [google]: genuine })).rejects.toThrow('/_sandbox/login-tokens gives one');
  await expect(aws.identity({ [hosts.facebook]: 'EAAB' })).rejects.toThrow('/_sandbox/login-tokens gives one');
});

it('is opaque to the app where it is an access token', async () => {
  const [amazon, facebook] = await Promise.all(
    [hosts.amazon, hosts.facebook].map((provider) => sandbox.loginToken({ provider, user: 'ada' })),
  );
  expect(amazon).toMatch(/^Atza\|[\w-]+$/);
  expect(facebook).toMatch(/^EAA[\w-]+$/);
});

it('comes from /_sandbox/login-tokens, too, which names what the stack takes', async () => {
  const post = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${sandbox.url}/_sandbox/login-tokens`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { token?: string; message?: string } };
  };
  const { body } = await post({ provider: google, user: 'ada', claims: { email: 'ada@example.com' } });
  expect(decodeJwt(body.token ?? '')).toMatchObject({
    aud: loginProviders.google,
    email: 'ada@example.com',
    sub: 'ada',
  });
  const refused = await post({ provider: 'api.twitter.com', user: 'ada' });
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('graph.facebook.com') } });
});

it('links with a user of the user pool, who stays what the login in hand is', async () => {
  const { idToken } = await signedInUser(sandbox);
  const login = { [google]: await sandbox.loginToken({ provider: google, user: 'linus' }) };
  const both = await aws.identity({ [aws.userPoolProvider]: idToken, ...login });
  expect((await aws.identity(login)).identityId).toBe(both.identityId);
});

it('is known to a back end that vouches for its own user besides', async () => {
  const { identityId } = await aws.identity({ [google]: await sandbox.loginToken({ provider: google, user: 'ken' }) });
  const { IdentityId } = await aws.identitiesAs().send(
    new GetOpenIdTokenForDeveloperIdentityCommand({
      IdentityPoolId: sandbox.outputs.IdentityPoolId,
      Logins: { 'login.my.app': 'ken', [google]: await sandbox.loginToken({ provider: google, user: 'ken' }) },
    }),
  );
  expect(IdentityId).toBe(identityId);
});

describe('a token that has expired', () => {
  // Last, since other clients go by the machine's time.
  it.each([...Object.values(hosts), google])('of %s is not believed', async (provider) => {
    const token = await sandbox.loginToken({ provider, user: 'ada' });
    sandbox.clock.advance(3600_000);
    await expect(aws.identity({ [provider]: token })).rejects.toThrow('Token expired:');
  });
});
