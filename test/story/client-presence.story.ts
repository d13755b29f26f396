import { CognitoIdentityClient, GetCredentialsForIdentityCommand } from '@aws-sdk/client-cognito-identity';
import {
  type IotClient,
  type IotClientOptions,
  NotAuthorizedError,
  NotSignedInError,
  type Presence,
  type StackOutputs,
} from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { sandboxClients } from '../client/sandbox-clients.js';
import { awsClients } from '../support/aws-clients.js';
import { presenceSettings } from '../support/presence-settings.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { severedLine } from '../support/severed-line.js';

jest.setTimeout(60_000);
const { newUser, clientOf } = sandboxClients();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await settingsSandbox({ ...presenceSettings(), guests: { access: { publish: ['rooms/*'] } } });
}, 60_000);
afterAll(() => sandbox.stop());

let rooms = 0;
const newRoom = () => {
  rooms += 1;
  return `rooms/${rooms}`;
};

async function newClient(options: Partial<IotClientOptions> = {}): Promise<IotClient> {
  return clientOf(sandbox, await newUser(sandbox), options);
}

/** One whose socket can be cut. */
async function mortalClient(options: Partial<IotClientOptions> = {}) {
  const { endpoint, sever } = await severedLine(sandbox);
  const outputs = { ...sandbox.outputs, IotEndpoint: endpoint } as unknown as StackOutputs; // It is our own stack.
  return { client: await newClient({ ...options, outputs }), sever };
}

/** What happens in a room, in words. */
function watch(presence: Presence): string[] {
  const told: string[] = [];
  const read = async () => {
    for await (const change of presence) {
      const { name } = change.member.data as { name: string };
      told.push(`${name} ${change.type === 'leave' ? change.reason : change.type}`);
    }
    told.push('end');
  };
  void read();
  return told;
}

async function until(isSo: () => boolean, milliseconds = 8000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!isSo() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isSo()).toBe(true);
}

/** The last will goes with CONNECT, so a connection that was there before is replaced. */
const replaced = (client: IotClient) =>
  new Promise<void>((resolve) => {
    const off = client.on('step', ({ step }) => {
      if (step !== 'connected') return;
      off();
      resolve();
    });
  });

it('two users see each other come, change and go', async () => {
  const topic = newRoom();
  const [ada, bob] = [await newClient(), await newClient()];
  const adas = await ada.presence(topic, { data: { name: 'Ada' } });
  const told = watch(adas);
  const bobs = await bob.presence(topic, { data: { name: 'Bob' } });
  await until(() => bobs.members.length === 2);
  expect(bobs.members.map(({ memberId, isMe }) => ({ memberId, isMe }))).toEqual([
    { memberId: bob.identityId, isMe: true },
    { memberId: ada.identityId, isMe: false },
  ]);
  await bobs.update({ name: 'Bobby' });
  await until(() => told.length === 3);
  await bobs.leave();
  await until(() => told.length === 4);
  await ada.close();
  await until(() => told.length === 5);
  expect(told).toEqual(['Ada join', 'Bob join', 'Bobby update', 'Bobby left', 'end']);
  expect(adas.members).toEqual([]);
});

it.each([5 as const, 4 as const])('over MQTT %d a killed socket is seen as lost at once', async (protocolVersion) => {
  const topic = newRoom();
  const [ada, { client: bob, sever }] = [await newClient({ protocolVersion }), await mortalClient({ protocolVersion })];
  const told = watch(await ada.presence(topic, { data: { name: 'Ada' } }));
  await bob.connect();
  const withWill = replaced(bob);
  await bob.presence(topic, { data: { name: 'Bob' } });
  await withWill;
  await until(() => told.length === 2);
  const before = Date.now();
  await sever();
  await until(() => told.length === 3);
  expect(told).toEqual(['Ada join', 'Bob join', 'Bob lost']);
  expect(Date.now() - before).toBeLessThan(4000);
});

it('where another room has the last will, it is seen when three announcements have not come', async () => {
  const [first, second] = [newRoom(), newRoom()];
  const [ada, { client: bob, sever }] = [await newClient(), await mortalClient()];
  const told = watch(await ada.presence(second, { data: { name: 'Ada' }, heartbeat: 5 }));
  await bob.presence(first, { data: { name: 'Bob' } });
  await bob.presence(second, { data: { name: 'Bob' }, heartbeat: 5 });
  await until(() => told.length === 2);
  await sever();
  const before = Date.now();
  await until(() => told.length === 3, 30_000);
  expect(told).toEqual(['Ada join', 'Bob join', 'Bob lost']);
  expect(Date.now() - before).toBeGreaterThan(9000);
});

it('a broken connection that comes back is one that stays', async () => {
  const topic = newRoom();
  const [ada, bob] = [await newClient(), await newClient()];
  const adas = await ada.presence(topic, { data: { name: 'Ada' } });
  const bobs = await bob.presence(topic, { data: { name: 'Bob' } });
  await until(() => adas.members.length === 2 && bobs.members.length === 2);
  await bob.reconnect();
  await ada.reconnect();
  await bobs.update({ name: 'Bobby' });
  await until(() => adas.members.some(({ data }) => (data as { name: string }).name === 'Bobby'));
  expect(adas.members).toHaveLength(2);
});

it('two tabs are one member, who leaves with the last of them', async () => {
  const topic = newRoom();
  const ada = await newClient();
  const user = await newUser(sandbox);
  const [left, right] = [clientOf(sandbox, user), clientOf(sandbox, user)];
  const told = watch(await ada.presence(topic, { data: { name: 'Ada' } }));
  const [one, two] = [
    await left.presence(topic, { data: { name: 'Bob' } }),
    await right.presence(topic, { data: { name: 'Bob' } }),
  ];
  await until(() => one.members.length === 2 && two.members.length === 2);
  await one.leave();
  await two.update({ name: 'Bobby' });
  await two.leave();
  await until(() => told.at(-1) === 'Bobby left');
  expect(told).toEqual(['Ada join', 'Bob join', 'Bobby update', 'Bobby left']);
});

it('nobody can announce somebody else', async () => {
  const topic = newRoom();
  const [ada, bob] = [await newClient(), await newClient()];
  await ada.connect();
  await bob.connect();
  const forged = `${topic}/presence/${ada.identityId}/tab`;
  await expect(bob.publish(forged, '{"is":"lost"}')).rejects.toBeInstanceOf(NotAuthorizedError);
});

it('the member ID of a user who has signed in gives no credentials to others', async () => {
  const ada = await newClient();
  const { memberId } = await ada.presence(newRoom());
  const cognito = new CognitoIdentityClient({
    region: sandbox.outputs.Region ?? '',
    endpoint: sandbox.url,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const asked = cognito.send(new GetCredentialsForIdentityCommand({ IdentityId: memberId }));
  await expect(asked).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

it('a guest is told that presence is for users who have signed in, and nobody hears of him', async () => {
  const topic = newRoom();
  const ada = await newClient();
  const heard: string[] = [];
  await ada.subscribe(`${topic}/#`, (message) => void heard.push(message.topic));
  const { identityId, credentials } = await awsClients(sandbox).identity();
  const guest = clientOf(sandbox, { identityId, credentials: async () => ({ ...credentials, identityId }) });
  await expect(guest.presence(topic)).rejects.toBeInstanceOf(NotSignedInError);
  // What he may publish to the room does come, so that more would have come, too.
  await guest.publish(`${topic}/hello`, 'hello');
  await until(() => heard.length > 0);
  expect(heard).toEqual([`${topic}/hello`]);
});
