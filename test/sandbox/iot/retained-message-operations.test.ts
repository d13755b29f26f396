import {
  GetRetainedMessageCommand,
  type IoTDataPlaneClient,
  ListRetainedMessagesCommand,
  PublishCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { connectAs } from './connect-as.js';

let sandbox: Sandbox;
let data: IoTDataPlaneClient;
beforeAll(async () => {
  sandbox = await runningSandbox();
  data = iotClients(sandbox).data;
});
afterAll(() => sandbox.stop());

const retain = (topic: string, text: string) =>
  data.send(new PublishCommand({ topic, payload: Buffer.from(text), retain: true, qos: 1 }));
const get = (topic: string) => data.send(new GetRetainedMessageCommand({ topic }));

it('a retained message is given with its payload, its time and its user properties', async () => {
  const { client, end } = await connectAs(sandbox, 'publisher');
  const properties = { userProperties: { unit: 'C' } };
  await client.publishAsync('kept/one', '21.5', { retain: true, qos: 1, properties });
  const { payload, userProperties, ...rest } = await get('kept/one');
  expect(Buffer.from(payload ?? []).toString()).toBe('21.5');
  expect(JSON.parse(Buffer.from(userProperties ?? []).toString())).toEqual([{ unit: 'C' }]);
  expect(rest).toMatchObject({ topic: 'kept/one', qos: 1 });
  expect(Math.abs((rest.lastModifiedTime ?? 0) - sandbox.clock.now())).toBeLessThan(5000);
  await end();
});

it('over HTTPS it is retained and taken away, too, and greets who subscribes', async () => {
  await retain('kept/two', 'hello');
  const receiver = await connectAs(sandbox, 'late');
  await receiver.subscribe('kept/two');
  expect(await receiver.message()).toMatchObject({ payload: 'hello', retain: true });
  await receiver.end();
  await retain('kept/two', '');
  await expect(get('kept/two')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
});

it('the list goes page by page, without payloads', async () => {
  for (const topic of ['list/a', 'list/b', 'list/c']) await retain(topic, 'four');
  const seen: object[] = [];
  let nextToken: string | undefined;
  do {
    const page = await data.send(new ListRetainedMessagesCommand({ maxResults: 2, nextToken }));
    seen.push(...(page.retainedTopics ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const topics = seen.filter((one) => 'topic' in one && String(one.topic).startsWith('list/'));
  const lastModifiedTime = expect.any(Number);
  expect(topics).toEqual(
    ['list/a', 'list/b', 'list/c'].map((topic) => ({ topic, payloadSize: 4, qos: 1, lastModifiedTime })),
  );
});

it('no user of the app may ask for either', async () => {
  const user = await signedInUser(sandbox);
  const asUser = iotClients(sandbox, user.credentials).data;
  const forbidden = { name: 'ForbiddenException' };
  const own = new GetRetainedMessageCommand({ topic: `users/${user.identityId}/a` });
  await expect(asUser.send(own)).rejects.toMatchObject(forbidden);
  await expect(asUser.send(new ListRetainedMessagesCommand())).rejects.toMatchObject(forbidden);
  expect(sandbox.views.decisions(0).at(-1)).toMatchObject({ action: 'iot:ListRetainedMessages', resource: '*' });
});
