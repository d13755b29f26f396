import { CreateThingCommand, ListAttachedPoliciesCommand, ListThingsCommand } from '@aws-sdk/client-iot';
import { GetRetainedMessageCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createIdentityPoolClient } from '../../journey/clients/identity-pool-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import type { Snapshot } from '../../sandbox/snapshot.js';
import { awsClients } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const opened: Sandbox[] = [];
afterEach(() => Promise.all(opened.splice(0).map((sandbox) => sandbox.stop())));

async function booted(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await runningSandbox(options);
  opened.push(sandbox);
  return sandbox;
}

/** As a file would keep it. */
const kept = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot));

/** The identity of whoever signs in with this password. */
async function identityOf(sandbox: Sandbox, email: string, password: string): Promise<string> {
  const target = sandboxTarget(sandbox);
  const idToken = await createUserPoolClient(target).signIn(email, password);
  return createIdentityPoolClient(target).identityId(idToken);
}

it('another sandbox goes on from a snapshot: same password, same identity, same attachments', async () => {
  const first = await booted();
  const user = await signedInUser(first);
  await awsClients(first).attach(user);
  const { iot, data } = iotClients(first);
  await iot.send(new CreateThingCommand({ thingName: 'lamp' }));
  await data.send(
    new PublishCommand({
      topic: 'news',
      payload: Buffer.from([0, 255]),
      retain: true,
      qos: 1,
      contentType: 'binary',
      correlationData: Buffer.from('c').toString('base64'),
    }),
  );
  first.clock.advance(60_000);
  const snapshot = kept(first.snapshot());
  expect(JSON.stringify(snapshot)).not.toContain(user.password);

  const second = await booted();
  const other = await signedInUser(second);
  await second.restore(snapshot);
  expect(second.views.users()).toEqual(first.views.users());
  expect(second.views.messages()).toEqual(first.views.messages());
  expect(await identityOf(second, user.email, user.password)).toBe(user.identityId);
  await expect(identityOf(second, other.email, other.password)).rejects.toThrow('Incorrect username or password');
  const there = iotClients(second);
  const attached = await there.iot.send(new ListAttachedPoliciesCommand({ target: user.identityId }));
  expect(attached.policies).toHaveLength(1);
  const things = (await there.iot.send(new ListThingsCommand({}))).things;
  expect(things?.map(({ thingName }) => thingName)).toEqual(['lamp']);
  const news = await there.data.send(new GetRetainedMessageCommand({ topic: 'news' }));
  expect([...(news.payload ?? [])]).toEqual([0, 255]);
  expect(second.clock.moved()).toBe(60_000);
  // A token from before is still one.
  expect(await createIdentityPoolClient(sandboxTarget(second)).identityId(user.idToken)).toBe(user.identityId);
});

it('is as it was, whatever happened since', async () => {
  const sandbox = await booted();
  const user = await signedInUser(sandbox);
  const snapshot = sandbox.snapshot();
  await signedInUser(sandbox);
  await awsClients(sandbox).attach(user);
  await sandbox.restore(snapshot);
  expect(sandbox.snapshot()).toEqual(snapshot);
  expect(sandbox.views.attachments()).toEqual({});
});

describe('what is no snapshot of this stack', () => {
  const wrong: readonly [string, (snapshot: Snapshot) => unknown, string | RegExp][] = [
    [
      'another stack',
      (one) => ({ ...one, stacks: ['Orders', 'Users'] }),
      'It is a snapshot of Orders, Users in us-east-1',
    ],
    ['another Region', (one) => ({ ...one, region: 'eu-west-1' }), 'It is a snapshot of CognitoIotAccess in eu-west-1'],
    ['another version', (one) => ({ ...one, version: 2 }), 'of version 2, and this sandbox reads version 1'],
    ['something else', () => ({ users: [] }), 'It is no snapshot of a sandbox'],
    ['nothing', () => undefined, 'It is no snapshot of a sandbox'],
    ['a table too many', (one) => ({ ...one, tables: { ...one.tables, 'iot.cats': [] } }), 'no table iot.cats'],
    [
      'a record that is none',
      (one) => ({ ...one, tables: { ...one.tables, 'things.things': [['lamp', { thingName: 7 }]] } }),
      'The snapshot is damaged: things.things lamp',
    ],
  ];
  it.each(wrong)('is refused by name, and changes nothing: %s', async (_what, edit, says) => {
    const sandbox = await booted();
    await signedInUser(sandbox);
    const snapshot = kept(sandbox.snapshot());
    await expect(sandbox.restore(edit(snapshot) as Snapshot)).rejects.toThrow(says);
    expect(kept(sandbox.snapshot())).toEqual(snapshot);
  });
});

it('goes out and in over HTTP, of any size, for programs of this machine', async () => {
  const sandbox = await booted();
  await signedInUser(sandbox);
  const url = `${sandbox.url}/_sandbox/snapshot`;
  const ofPage = await fetch(url, { headers: { origin: sandbox.allowedOrigins[0] ?? '' } });
  expect([ofPage.status, ofPage.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  const snapshot = (await (await fetch(url)).json()) as Snapshot;
  expect(snapshot).toEqual(kept(sandbox.snapshot()));
  const [[, message] = []] = snapshot.tables['userPools.messages'] ?? [];
  const messages = Array.from({ length: 10_000 }, (_, number) => [String(number), message] as const);
  const large = { ...snapshot, tables: { ...snapshot.tables, 'userPools.messages': messages } };
  const post = (body: unknown) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect((await post(large)).status).toBe(200);
  expect(sandbox.views.messages()).toHaveLength(10_000);
  const refused = await post({ ...snapshot, region: 'eu-west-1' });
  expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ code: 'InvalidSnapshot' })]);
});
