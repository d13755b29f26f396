import { sandboxClients, soon } from '../client/sandbox-clients.js';

const { boot, newUser, clientOf } = sandboxClients();
const ten = Array.from({ length: 10 }, (_, index) => String(index));

/** As AsyncStorage of React Native. */
function deviceStore() {
  const texts = new Map<string, string>();
  const store = {
    getAllKeys: async () => [...texts.keys()],
    getItem: async (key: string) => texts.get(key) ?? null,
    setItem: async (key: string, value: string) => void texts.set(key, value),
    removeItem: async (key: string) => void texts.delete(key),
  };
  return { texts, store };
}

it('ten messages that an app could not send arrive once each, in order, when it is started again', async () => {
  const sandbox = await boot();
  const [user, another] = [await newUser(sandbox), await newUser(sandbox)];
  const listener = clientOf(sandbox, user);
  await listener.connect();
  const heard: string[] = [];
  await listener.subscribe(listener.myTopic('log'), (message) => heard.push(message.text()));

  const { texts, store } = deviceStore();
  // AWS IoT lets nobody connect with a client ID of his own making.
  const before = clientOf(sandbox, user, { outbox: { store }, clientIdPattern: 'nobody-may-*' });
  for (const text of ten) before.publish(listener.myTopic('log'), text).catch(() => undefined);
  await soon(() => texts.size, ten.length);
  await before.close();
  expect(heard).toEqual([]);

  const strangers = clientOf(sandbox, another, { outbox: { store } });
  await strangers.connect();
  await strangers.publish(strangers.myTopic('log'), 'mine');
  // Nobody has asked to publish in the user's place yet.
  const asked = sandbox.views.decisions(0).filter(({ action }) => action === 'iot:Publish');
  expect(asked.filter(({ resource }) => resource.includes(user.identityId))).toEqual([]);
  expect(texts.size).toBe(ten.length);

  const after = clientOf(sandbox, user, { outbox: { store } });
  // Connects by itself.
  await after.publish(listener.myTopic('log'), 'new');
  await soon(() => heard.length, ten.length + 1);
  expect(heard).toEqual([...ten, 'new']);
  expect(texts.size).toBe(0);
});

it('who signs out in one tab is closed in the other, and another user is not', async () => {
  const sandbox = await boot();
  const [user, another] = [await newUser(sandbox), await newUser(sandbox)];
  const [one, two, strangers] = [clientOf(sandbox, user), clientOf(sandbox, user), clientOf(sandbox, another)];
  for (const client of [one, two, strangers]) await client.connect();
  await one.close({ signedOut: true });
  await soon(() => two.state, 'closed');
  expect(two.state).toBe('closed');
  expect(strangers.state).toBe('connected');
});
