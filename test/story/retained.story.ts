import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

let sandbox: Sandbox;
let user: Identity;
beforeAll(async () => {
  sandbox = await settingsSandbox({ access: { retain: ['users/{identity}/kept/*'] } });
  user = await signedInUser(sandbox);
  await awsClients(sandbox).attach(user);
}, 30_000);
afterAll(() => sandbox.stop());

const connect = (device: string) =>
  connectMqtt(sandboxTarget(sandbox), user.credentials, `${user.identityId}-${device}`);

it('a message is retained where the access says so, for whoever subscribes later', async () => {
  const [sender, late] = [await connect('sender'), await connect('late')];
  const topic = `users/${user.identityId}/kept/greeting`;
  await sender.publishAsync(topic, 'hello', { qos: 1, retain: true });
  const message = nextMessage(late);
  await subscribe(late, topic);
  expect(await message).toEqual({ topic, payload: 'hello' });
  for (const client of [sender, late]) client.end(true);
});

it('and nowhere else, though publishing is allowed there', async () => {
  const client = await connect('elsewhere');
  const topic = `users/${user.identityId}/passing`;
  await publish(client, topic, 'hello');
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.publish(topic, 'hello', { qos: 1, retain: true }, () => undefined);
  await closed;
  const decisions = sandbox.views.decisions(0);
  const refused = decisions.find(({ allowed }) => !allowed);
  expect(refused?.action).toBe('iot:RetainPublish');
});
