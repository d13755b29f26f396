// React Native's own.
import { AbortController } from 'abort-controller';
import type { StackOutputs } from '../../client/index.js';
import { outputs } from './client-under-test.js';
import { clientInReactNative, getRandomValues } from './react-native-world.js';
import { sandboxClients, soon } from './sandbox-clients.js';

jest.setTimeout(60_000);
const { boot, newUser, end } = sandboxClients();

describe('in React Native', () => {
  it('connects, and hears what it has published, with react-native-get-random-values alone', async () => {
    const { createIotClient } = clientInReactNative(getRandomValues);
    const sandbox = await boot();
    const user = await newUser(sandbox);
    const ofStack = sandbox.outputs as unknown as StackOutputs; // It is our own stack.
    const client = createIotClient({ outputs: ofStack, credentials: user.credentials, now: sandbox.clock.now });
    end(() => client.close());
    await client.connect({ deadline: 15_000 });
    const heard: string[] = [];
    await client.subscribe(client.myTopic('#'), (message) => heard.push(message.text()));
    await client.publish(client.myTopic('state'), 'Grüße aus Zürich, 42 € 🙂');
    await soon(() => heard.length, 1);
    expect(heard).toEqual(['Grüße aus Zürich, 42 € 🙂']);
  });

  it.each([
    { missing: 'crypto.getRandomValues', world: {}, add: "import 'react-native-get-random-values'" },
    {
      missing: 'TextEncoder',
      world: { ...getRandomValues, TextEncoder: undefined },
      add: "import 'fast-text-encoding'",
    },
    { missing: 'fetch', world: { ...getRandomValues, fetch: undefined }, add: 'look at what has taken it away' },
  ])('says what is missing and what to add: $missing', ({ missing, world, add }) => {
    const { createIotClient, UnsupportedError } = clientInReactNative(world);
    const create = () => createIotClient({ outputs, credentials: async () => ({}) });
    expect(create).toThrow(UnsupportedError);
    expect(create).toThrow(`There is no ${missing} here`);
    expect(create).toThrow(add);
  });

  it('gives up by a signal that has no reason, as those of React Native have none', async () => {
    const { createIotClient } = clientInReactNative(getRandomValues);
    const client = createIotClient({ outputs, credentials: () => new Promise(() => {}) });
    const given = new AbortController(); // Its signal lacks what came later.
    expect(given.signal).not.toHaveProperty('reason');
    const connected = client.connect({ signal: given.signal as AbortSignal });
    given.abort();
    await expect(connected).rejects.toMatchObject({ name: 'AbortError' });
    expect(client.state).toBe('closed');
    const again = client.connect({ signal: given.signal as AbortSignal });
    await expect(again).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells the reason of what it has given up itself', async () => {
    const { createIotClient } = clientInReactNative(getRandomValues);
    const client = createIotClient({ outputs, credentials: () => new Promise(() => {}) });
    await expect(client.connect({ deadline: 50 })).rejects.toMatchObject({ code: 'Unreachable' });
    await client.close();
  });
});
