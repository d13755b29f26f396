import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { AdminAddUserToGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import type { StackAssembly, Template } from '../../sandbox/template/assembly.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { settingsAssembly } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

/** docs/recovery.md, step by step: a stack that was deleted, and one that goes on with what it left behind. */
const access = { retain: ['users/{identity}/kept/*'] };
const groups = [{ name: 'operators', access: { publish: ['machines/*'], subscribe: [], receive: [] } }];
const guests = {};
const settings = { access, groups, guests };

let folder: string;
let sandbox: Sandbox;
let user: SignedInUser;
let operator: SignedInUser;
let left: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  const first = { ...settingsAssembly(settings), stackName: 'First' };
  sandbox = await startSandbox({ assembly: first, dataFolder: folder });
  [user, operator] = [await signedInUser(sandbox), await signedInUser(sandbox)];
  const { attach, users } = awsClients(sandbox);
  await attach(user);
  await users.send(
    new AdminAddUserToGroupCommand({
      UserPoolId: sandbox.outputs.UserPoolId,
      Username: operator.email,
      GroupName: 'operators',
    }),
  );
  const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
  await client.publishAsync(`users/${user.identityId}/kept/greeting`, 'still there', { qos: 1, retain: true });
  client.end(true);
  left = await resourcesOf(sandbox, 'First');
  await sandbox.stop();

  const role = (part: string) => `arn:aws:iam::111122223333:role/${idOf(part)}`;
  const existing = {
    userPoolId: idOf('SignInUserPool'),
    userPoolClientId: idOf('SignInUserPoolClient'),
    identityPoolId: idOf('SignInIdentityPool'),
    authenticatedRoleArn: role('SignInAuthenticatedRole'),
    unauthenticatedRoleArn: role('SignInUnauthenticatedRole'),
    groupRoleArns: { operators: role('GroupoperatorsRole') },
  };
  const recovered = settingsAssembly({ ...settings, groups, existing });
  sandbox = await startSandbox({
    assembly: { ...recovered, stackName: 'Recovered', others: [leftBehind(first)] },
    dataFolder: folder,
  });
}, 60_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

/** As CloudFormation lists them, of a deleted stack by its ID, too. */
async function resourcesOf({ url, views }: Sandbox, StackName: string): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = views.operator();
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const client = new CloudFormationClient({ region: 'us-east-1', endpoint: url, credentials });
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName }));
  return Object.fromEntries(
    StackResourceSummaries.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
  );
}

function idOf(part: string): string {
  const [found, ...more] = Object.keys(left).filter((id) => new RegExp(`^Access${part}[0-9A-F]{8}$`).test(id));
  if (found === undefined || more.length > 0) throw new Error(`${part} is no resource, or several`);
  return left[found] ?? '';
}

/** What AWS has of a stack that was deleted: what its template retains, and nothing else. */
function leftBehind(stack: StackAssembly): StackAssembly {
  const entries = Object.entries(stack.template.Resources).filter(([, resource]) =>
    /^Retain/.test((resource as { readonly DeletionPolicy?: string }).DeletionPolicy ?? ''),
  );
  const template: Template = { Resources: Object.fromEntries(entries) };
  return { ...stack, template };
}

async function again({ email, password }: SignedInUser): Promise<Identity> {
  const { userPoolProvider, identity } = awsClients(sandbox);
  const idToken = await createUserPoolClient(sandboxTarget(sandbox)).signIn(email, password);
  return identity({ [userPoolProvider]: idToken });
}

it('the new stack makes neither pools nor roles of users, and takes the ones that there are', () => {
  const { UserPoolId, UserPoolClientId, IdentityPoolId } = sandbox.outputs;
  const those = ['SignInUserPool', 'SignInUserPoolClient', 'SignInIdentityPool'].map(idOf);
  expect([UserPoolId, UserPoolClientId, IdentityPoolId]).toEqual(those);
});

it('the same user signs in with the same password, is the same identity, and gets its messages', async () => {
  const identity = await again(user);
  expect(identity.identityId).toBe(user.identityId);
  expect(await awsClients(sandbox).attach(identity)).toMatchObject({
    status: 200,
    body: { policyName: sandbox.outputs.IotPolicyName },
  });
  const client = await connectMqtt(sandboxTarget(sandbox), identity.credentials, `${identity.identityId}-again`);
  const kept = nextMessage(client);
  // AWS IoT sends what was retained to exact filters alone.
  for (const topic of ['kept/greeting', 'now']) await subscribe(client, `users/${identity.identityId}/${topic}`);
  expect(await kept).toEqual({ topic: `users/${identity.identityId}/kept/greeting`, payload: 'still there' });
  const message = nextMessage(client, [`users/${identity.identityId}/now`]);
  await publish(client, `users/${identity.identityId}/now`, 'and new');
  expect((await message).payload).toBe('and new');
  client.end(true);
  expect(await awsClients(sandbox).may(identity, 'publish', 'users/somebody/x')).toBe(false);
});

it('a member of a group still acts as the role of the group', async () => {
  const identity = await again(operator);
  const { attach, may } = awsClients(sandbox);
  expect(await attach(identity)).toMatchObject({ status: 200 });
  expect(await may(identity, 'publish', 'machines/1')).toBe(true);
  expect(await may(await again(user), 'publish', 'machines/1')).toBe(false);
});

it('guests are let in as before, with their own topics', async () => {
  const { identity, may } = awsClients(sandbox);
  const guest = await identity();
  expect(await may(guest, 'publish', `users/${guest.identityId}/x`)).toBe(true);
});

it('until the new stack is there the roles are there, and may do nothing', () => {
  const { template } = leftBehind(settingsAssembly(settings));
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  expect(types).not.toContain('AWS::IAM::Policy');
  expect(types.filter((type) => type === 'AWS::IAM::Role')).toHaveLength(3);
});
