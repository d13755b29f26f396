import {
  ClientIdTakenError,
  CredentialsExpiredError,
  type IotClient,
  type IotClientOptions,
  NotAuthorizedError,
  ThrottledError,
} from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { sandboxClients } from '../client/sandbox-clients.js';
import type { SignedInUser } from '../client/signed-in-user.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

jest.setTimeout(60_000);
const { newUser, clientOf } = sandboxClients();
const own = 'users/{identity}';
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await settingsSandbox({
    access: {
      publish: [`${own}/*`],
      subscribe: [`${own}/*`],
      receive: [`${own}/open/*`],
      retain: [`${own}/open/*`],
    },
  });
}, 30_000);
afterEach(() => sandbox.stop());

interface Act {
  readonly client: IotClient;
  readonly user: SignedInUser;
  /** Another client of the same user. */
  readonly another: (options?: Partial<IotClientOptions>) => IotClient;
}

/** What the app is told. */
interface Told {
  readonly constructor: unknown;
  readonly reasonCode?: number;
}

interface Row {
  readonly title: string;
  readonly options?: Partial<IotClientOptions>;
  readonly act: (act: Act) => Promise<unknown>;
  readonly five: Told | string;
  /** Where it differs: before MQTT 5 there is no code. */
  readonly four?: Told | string;
}

const others = 'users/us-east-1:00000000-0000-4000-8000-000000000000/a';
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );
/** Why a client gives up. */
const endOf = (client: IotClient) =>
  new Promise((resolve) => client.on('state', (state, error) => void (state === 'denied' && resolve(error))));

const rows: Row[] = [
  {
    title: 'no policy is attached, and attaching takes longer than the app waits',
    async act({ client }) {
      const body = JSON.stringify({ seconds: 3600 });
      await fetch(`${sandbox.url}/_sandbox/attach-delay`, { method: 'POST', headers, body });
      return errorOf(client.connect({ deadline: 2000 }));
    },
    five: { constructor: NotAuthorizedError, reasonCode: 0x87 },
  },
  {
    title: 'the client ID is foreign',
    options: { clientIdPattern: 'another-*' },
    act: ({ client }) => errorOf(client.connect({ deadline: 2000 })),
    five: { constructor: NotAuthorizedError, reasonCode: 0x87 },
  },
  {
    title: 'a publish is forbidden',
    act: ({ client }) => errorOf(client.publish(others, 'x')),
    five: { constructor: NotAuthorizedError, reasonCode: 0x87 },
  },
  {
    title: 'a publish of QoS 0 is forbidden',
    act: ({ client }) => errorOf(client.publish(others, 'x', { qos: 0 })),
    five: { constructor: NotAuthorizedError, reasonCode: 0x87 },
  },
  {
    title: 'retaining is forbidden where publishing is not',
    act: async ({ client }) => errorOf(client.publish(await ownTopic(client, 'closed/a'), 'x', { retain: true })),
    five: { constructor: NotAuthorizedError, reasonCode: 0x87 },
  },
  {
    title: 'a subscription is forbidden',
    act: ({ client }) => errorOf(client.subscribe(others, () => undefined)),
    five: { constructor: NotAuthorizedError, reasonCode: 0x87 },
  },
  {
    title: 'receiving is forbidden where subscribing is not',
    async act({ client }) {
      const heard: string[] = [];
      let over = () => {};
      const end = new Promise<void>((resolve) => {
        over = resolve;
      });
      await client.subscribe(await ownTopic(client, '#'), ({ topic, text }) => {
        heard.push(topic.replace(/^.*?\/.*?\//, ''));
        if (text() === 'end') over();
      });
      await client.publish(client.myTopic('closed/a'), 'x');
      await client.publish(client.myTopic('open/a'), 'end');
      await end;
      return heard.join();
    },
    // No version tells of it.
    five: 'open/a',
    four: 'open/a',
  },
  {
    title: 'another one keeps taking the client ID',
    options: { clientIdPattern: '{identity}' },
    async act({ client, another }) {
      const rival = another({ clientIdPattern: '{identity}' });
      const ended = Promise.race([endOf(client), endOf(rival)]);
      await Promise.allSettled([client.connect(), rival.connect()]);
      return ended;
    },
    five: { constructor: ClientIdTakenError, reasonCode: 0x8e },
  },
  {
    title: 'the client ID has connected within the same second',
    options: { clientIdPattern: '{identity}' },
    async act({ client, another }) {
      await client.connect();
      return errorOf(another({ clientIdPattern: '{identity}' }).connect({ deadline: 300 }));
    },
    five: { constructor: ThrottledError, reasonCode: 0x97 },
    // A connection that closes without a word looks as if the policies forbade it.
    four: { constructor: NotAuthorizedError },
  },
  {
    title: 'the credentials have expired, and the provider has no others',
    async act({ user, another }) {
      const { expiration: _, ...kept } = (await user.credentials()) as { expiration?: Date };
      const client = another({ credentials: async () => kept as never });
      await client.connect();
      const ended = endOf(client);
      sandbox.clock.advance(2 * 3_600_000);
      return ended;
    },
    // The handshake of the next connection says so.
    five: { constructor: CredentialsExpiredError },
  },
];

const headers = { 'content-type': 'application/json' };

async function ownTopic(client: IotClient, name: string): Promise<string> {
  await client.identify();
  return client.myTopic(name);
}

describe.each(rows)('when $title', ({ options, act, five, four = withoutCode(five) }) => {
  it.each([
    { protocolVersion: 5 as const, told: five },
    { protocolVersion: 4 as const, told: four },
  ])('the app of MQTT $protocolVersion is told', async ({ protocolVersion, told }) => {
    const user = await newUser(sandbox);
    const another = (more = {}) => clientOf(sandbox, user, { protocolVersion, topicPattern: `${own}/*`, ...more });
    const outcome = await act({ user, client: another(options), another });
    if (typeof told === 'string') expect(outcome).toBe(told);
    else expect(outcome).toMatchObject({ reasonCode: undefined, ...told });
  });
});

function withoutCode(told: Told | string): Told | string {
  return typeof told === 'string' ? told : { constructor: told.constructor };
}
