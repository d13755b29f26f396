import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, expectMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { createBrowser } from '../support/browser.js';
import {
  type RunningOpenIdProvider,
  runningOpenIdProvider,
  signInAtProvider,
} from '../support/running-openid-provider.js';
import { settingsAssembly } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';

const APP = 'http://localhost:8000';
const isApp = (address: string) => address.startsWith(APP);
const lambda = join(import.meta.dirname, '../../lambda');
const oidc = (name: string) => {
  return { name, issuerUrl: `https://${name}.example.com`, clientId: 'user-pool', clientSecret: 'company#key' };
};
const settings = {
  signIn: { domainPrefix: 'my-app' },
  identityProviders: { oidc: [oidc('Company'), oidc('Partner')] },
  linkAccounts: ['Company'],
};

let folder: string;
let provider: RunningOpenIdProvider;
let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-link-'));
  execFileSync(process.execPath, [join(lambda, 'bundle.mjs'), folder, join(lambda, 'link-accounts/handler.ts')]);
  provider = await runningOpenIdProvider();
  const assembly = settingsAssembly(settings);
  const { Resources } = assembly.template as EditableTemplate;
  const assetFolders = new Map(assembly.assetFolders);
  for (const { Type, Properties } of Object.values(Resources)) {
    // Both are the one on this machine, which settings refuse: AWS takes https alone.
    if (Type === 'AWS::Cognito::UserPoolIdentityProvider') Properties.ProviderDetails.oidc_issuer = provider.issuer;
    if (Properties?.Environment?.Variables?.TRUSTED_PROVIDERS === undefined) continue;
    assetFolders.set(Properties.Code.S3Key.replace(/\.zip$/, ''), folder);
  }
  const secrets = { company: JSON.stringify({ key: provider.client.secret }) };
  sandbox = await startSandbox({ assembly: { ...assembly, assetFolders }, secrets });
  aws = awsClients(sandbox);
}, 60_000);
afterAll(async () => {
  provider.stop();
  rmSync(folder, { recursive: true });
  await sandbox.stop();
});

/** What the app is sent back with. */
async function visit(user: string, name = 'Company'): Promise<URLSearchParams> {
  const client_id = sandbox.outputs.UserPoolClientId ?? '';
  const asked = { client_id, redirect_uri: APP, response_type: 'code', state: 's', identity_provider: name };
  const address = `${sandbox.url}/oauth2/authorize?${new URLSearchParams(asked)}`;
  const back = await signInAtProvider(createBrowser(), address, user, isApp);
  return new URL(back.location ?? 'none:').searchParams;
}

async function idTokenFor(answer: URLSearchParams): Promise<string> {
  const client_id = sandbox.outputs.UserPoolClientId ?? '';
  const form = { grant_type: 'authorization_code', client_id, redirect_uri: APP, code: answer.get('code') ?? '' };
  const response = await fetch(`${sandbox.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await response.json()) as { id_token: string }).id_token;
}

it('who signed up and then comes by a trusted provider with the same address is one user, and hears a message', async () => {
  const ada = await signedInUser(sandbox, 'ada@provider.example');
  // As it is reported of AWS: the sign-in that links fails, and the app begins once more.
  const first = await visit('ada');
  expect(first.get('error_description')).toBe('Already found an entry for username company_ada');
  const idToken = await idTokenFor(await visit('ada'));
  expect(decodeJwt(idToken)).toMatchObject({
    sub: decodeJwt(ada.idToken).sub,
    email: 'ada@provider.example',
    email_verified: true,
    identities: [expect.objectContaining({ userId: 'ada', providerName: 'Company' })],
  });
  const identity = await aws.identity({ [aws.userPoolProvider]: idToken });
  expect(identity.identityId).toBe(ada.identityId);
  expect(await aws.attach(identity)).toMatchObject({ status: 200 });
  const client = await connectMqtt(sandboxTarget(sandbox), identity.credentials, identity.identityId);
  const topic = `users/${ada.identityId}/hello`;
  await subscribe(client, topic);
  const received = expectMessage(client, topic, 'hello');
  await publish(client, topic, 'hello');
  await received;
  client.end(true);
}, 60_000);

it('who comes by another provider is a user of its own', async () => {
  const grace = await signedInUser(sandbox, 'grace@provider.example');
  const { sub } = decodeJwt(await idTokenFor(await visit('grace', 'Partner')));
  expect(sub).not.toBe(decodeJwt(grace.idToken).sub);
}, 60_000);

it('who waits with an address that was never confirmed gets nothing of its owner', async () => {
  const { UserPoolClientId: ClientId, UserPoolId } = sandbox.outputs;
  const Username = 'alan@provider.example';
  const signedUp = (await sandbox.asOperator('cognito-idp:SignUp', {
    ClientId,
    Username,
    Password: 'Wait-For-Alan-1',
  })) as {
    readonly UserSub: string;
  };
  await sandbox.asOperator('cognito-idp:AdminConfirmSignUp', { UserPoolId, Username });
  const { sub } = decodeJwt(await idTokenFor(await visit('alan')));
  expect(sub).not.toBe(signedUp.UserSub);
}, 60_000);
