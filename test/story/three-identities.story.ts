import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { policyNameOf } from '../../devices/policy-name.js';
import { createDirectory } from '../../directory/index.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../support/synthesized-assembly.js';
import { type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

/** Ten fit into a policy, so that the eleventh is in another one. */
const TEN = Array.from({ length: 10 }, (_, index) => `thermostat-00000000${index}`);

let dataFolder: string;
let place: DevicesSandbox;
let user: SignedInUser;
let sub: string;
/** By the identity pool that there was first, by the same after it was deleted there, and by another pool. */
const identities: Identity[] = [];

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'three-identities-'));
  place = await devicesSandbox({ dataFolder });
}, 60_000);
afterAll(async () => {
  await place.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** The stack after its identity pool was replaced, as happens when CloudFormation has to make it anew. */
function withAnotherIdentityPool(template: EditableTemplate): void {
  const { Resources } = template;
  const found = Object.keys(Resources).find((id) => Resources[id]?.Type === 'AWS::Cognito::IdentityPool') ?? '';
  Object.assign(template, JSON.parse(JSON.stringify(template).replaceAll(found, `${found}Anew`)));
  delete Resources[found];
}

/** The user's identity now, by a sign-in of the user pool, with its credentials, after its POST. */
async function attachedIdentity(): Promise<Identity> {
  const { sandbox } = place;
  const { userPoolProvider, identity, attach } = awsClients(sandbox);
  const idToken = await createUserPoolClient(sandboxTarget(sandbox)).signIn(user.email, user.password);
  const found = await identity({ [userPoolProvider]: idToken });
  expect(await attach(found)).toMatchObject({ status: 200 });
  return found;
}

const commands = (identity: Identity, device: string) =>
  awsClients(place.sandbox).may(identity, 'publish', `devices/${device}/commands/x`);

/** Which of the user's own policies each identity has. */
async function ownPolicies(): Promise<number[][]> {
  const { policyPrefix, userPoolId } = JSON.parse(place.sandbox.outputs.DeviceGrants ?? '');
  const names = Array.from({ length: 6 }, (_, slot) => policyNameOf(policyPrefix, { userPoolId, sub }, slot));
  const slots = identities.map(async ({ identityId: target }) => {
    const { policies = [] } = await place.iot.send(new ListAttachedPoliciesCommand({ target }));
    return policies.map(({ policyName = '' }) => names.indexOf(policyName)).filter((slot) => slot >= 0);
  });
  return (await Promise.all(slots)).map((own) => own.sort());
}

const directory = () => {
  const { DirectoryTable: tableName = '', UserPoolId: userPoolId = '' } = place.sandbox.outputs;
  return createDirectory({ tableName, userPoolId, dynamodb: place.dynamodb });
};

it('the identity of the first sign-in has the device after its POST', async () => {
  user = await signedInUser(place.sandbox);
  sub = place.sandbox.views.users().find(({ email }) => email === user.email)?.sub ?? '';
  await place.grants.grant({ user: sub, device: 'lamp' });
  identities.push(await attachedIdentity());
  expect(await ownPolicies()).toEqual([[0]]);
  expect(await commands(identities[0] as Identity, 'lamp')).toBe(true);
});

it('one that Cognito has made anew has it, too, and the old one as long as its credentials live', async () => {
  const [first] = identities as [Identity];
  const operator = awsClients(place.sandbox).identitiesAs();
  await operator.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [first.identityId] }));
  const second = await attachedIdentity();
  identities.push(second);
  expect(second.identityId).not.toBe(first.identityId);
  expect(await ownPolicies()).toEqual([[0], [0]]);
  for (const identity of identities) expect(await commands(identity, 'lamp')).toBe(true);
  await place.grants.grant({ user: sub, device: 'oven' });
  for (const identity of identities) expect(await commands(identity, 'oven')).toBe(true);
});

it('and one of another identity pool', async () => {
  await place.stop();
  place = await devicesSandbox({ dataFolder, edit: withAnotherIdentityPool });
  const third = await attachedIdentity();
  identities.push(third);
  expect(await ownPolicies()).toEqual([[0], [0], [0]]);
  expect(await commands(third, 'lamp')).toBe(true);
  expect(await commands(third, 'door')).toBe(false);
});

it('the directory knows all three, the latest first', async () => {
  const found = await directory().identitiesOf(sub);
  expect(found.map(({ identityId }) => identityId)).toEqual(identities.map(({ identityId }) => identityId).reverse());
  const [latest, ...others] = found.map(({ identityPoolId }) => identityPoolId);
  expect(latest).toBe(place.sandbox.outputs.IdentityPoolId);
  expect(new Set(others).size).toBe(1);
  expect(others).not.toContain(latest);
  for (const { identityId } of identities) {
    expect(await directory().userOf(identityId)).toEqual({ userPoolId: place.sandbox.outputs.UserPoolId, sub });
  }
});

it('a grant that takes another policy attaches it to all three', async () => {
  for (const device of TEN) await place.grants.grant({ user: sub, device });
  expect(await ownPolicies()).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  const third = identities[2] as Identity;
  expect(await commands(third, TEN[9] ?? '')).toBe(true);
  await place.grants.revoke({ user: sub, device: 'lamp' });
  expect(await commands(third, 'lamp')).toBe(false);
});

describe('what a caller says of somebody else', () => {
  /** Of another stack: another user pool. */
  let foreign: Sandbox;
  let stranger: SignedInUser;
  let otherSub: string;
  beforeAll(async () => {
    foreign = await runningSandbox({ assembly: { ...synthesizedAssembly(), stackName: 'SomebodyElses' } });
    stranger = await signedInUser(foreign);
    otherSub = foreign.views.users()[0]?.sub ?? '';
    expect(foreign.outputs.UserPoolId).not.toBe(place.sandbox.outputs.UserPoolId);
  }, 30_000);
  afterAll(() => foreign.stop());

  /** Everything that is recorded, but the time of the last POST. */
  async function recorded(): Promise<unknown[]> {
    const { Items = [] } = await place.dynamodb.send(
      new ScanCommand({ TableName: place.sandbox.outputs.DirectoryTable }),
    );
    return Items.map(({ lastPost, ...rest }) => JSON.stringify(rest)).sort();
  }

  it.each([
    ['the body', () => ({ body: JSON.stringify({ sub: otherSub, user: otherSub, identityId: stranger.identityId }) })],
    ['the body, as a token', () => ({ body: JSON.stringify({ idToken: stranger.idToken, Logins: stranger.idToken }) })],
    ['the query', () => ({ query: `?sub=${otherSub}&identityId=${encodeURIComponent(stranger.identityId)}` })],
    // In one request, since one user may call five times at once.
    [
      'headers, as names, as tokens and as API Gateway says it to the function',
      () => ({
        headers: {
          sub: otherSub,
          'x-sub': otherSub,
          'x-cognito-identity-id': stranger.identityId,
          'x-id-token': stranger.idToken,
          'x-amzn-oidc-data': stranger.idToken,
          'cognito-authentication-provider': `x,x:CognitoSignIn:${otherSub}`,
        },
      }),
    ],
  ])('in %s changes nothing of what is recorded, and answers as ever', async (_, saying) => {
    const { credentials, identityId } = identities[2] as Identity;
    const { query = '', ...rest } = saying() as { query?: string; headers?: Record<string, string>; body?: string };
    const before = await recorded();
    const response = await signedFetch(`${place.sandbox.outputs.AttachPolicyUrl}${query}`, { credentials, ...rest });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      identityId,
      connection: { devices: { names: ['oven', ...TEN].sort() } },
    });
    expect(await recorded()).toEqual(before);
    expect(await directory().identitiesOf(otherSub)).toEqual([]);
  });

  it('by a token of another user pool gets no identity here', async () => {
    const { identity, userPoolProvider } = awsClients(place.sandbox);
    const before = await recorded();
    for (const provider of [userPoolProvider, awsClients(foreign).userPoolProvider]) {
      await expect(identity({ [provider]: stranger.idToken })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
      });
    }
    expect(await recorded()).toEqual(before);
  });

  it('by credentials of another identity pool is refused', async () => {
    const before = await recorded();
    const { status } = await signedFetch(place.sandbox.outputs.AttachPolicyUrl ?? '', {
      credentials: stranger.credentials,
    });
    expect(status).toBe(403);
    expect(await recorded()).toEqual(before);
  });
});
