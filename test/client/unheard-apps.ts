/**
 * Apps that listen to `state` and `error` while their connection goes through something bad. In a process of its own,
 * because there Node tells what nobody has heard. Prints, for each, the last state, what the `error` listener was told,
 * and what would have ended the app.
 * Usage: node --import tsx test/client/unheard-apps.ts
 */
import { mock } from 'node:test';
import * as engine from '../../client/engine.js';
import type { IotClient } from '../../client/index.js';
import { createIotClientIn } from '../../client/iot-client.js';
import { FakeBroker } from './fake-broker.js';

const outputs = {
  Region: 'eu-west-1',
  AttachPolicyUrl: 'https://api.execute-api.eu-west-1.amazonaws.com/v1/attach-policy',
  IotEndpoint: 'a1b2c3-ats.iot.eu-west-1.amazonaws.com',
};
const provider = async () => ({
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  expiration: Date.now() + 3_600_000,
  identityId: 'eu-west-1:db9476fd-de77-4977-839f-4f943ff5d68c',
});

const device = new EventTarget();
const { addEventListener, removeEventListener } = EventTarget.prototype;
Object.assign(globalThis, {
  addEventListener: addEventListener.bind(device),
  removeEventListener: removeEventListener.bind(device),
});
mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.UTC(2026, 0, 1) });

// Signatures cost none, since WebCrypto works outside of the fake time.
const { subtle } = globalThis.crypto;
const nothing = async () => new ArrayBuffer(32);
Object.assign(subtle, { importKey: nothing, sign: nothing, digest: nothing });

interface App {
  readonly client: IotClient;
  readonly broker: FakeBroker;
  provider: () => Promise<object>;
}

const wakeUp = () => mock.timers.setTime(Date.now() + 200_000);
const online = () => void device.dispatchEvent(new Event('online'));
const rejects = async (): Promise<object> => Promise.reject(new Error('the session has ended'));
const throws = (): never => {
  throw new Error('the session has ended');
};

const happenings: Record<string, (app: App) => unknown> = {
  'sleep, and a provider that rejects': (app) => {
    app.provider = rejects;
    wakeUp();
  },
  'sleep, and a provider that throws at once': (app) => {
    app.provider = throws;
    wakeUp();
  },
  'the event online, and a provider that rejects': (app) => {
    app.provider = rejects;
    online();
  },
  'the event online, and a provider that throws at once': (app) => {
    app.provider = throws;
    online();
  },
  'a cut, and a provider that rejects': (app) => {
    app.provider = rejects;
    app.broker.last.cut();
  },
  'credentials about to end, and a provider that rejects': async (app) => {
    app.provider = rejects;
    await pass(3_600_000);
  },
  'the event online while nothing answers, and a close': async ({ client, broker }) => {
    broker.welcomes = ['no network'];
    online();
    await pass(2000);
    online();
    await pass(2000);
    await client.close();
  },
  'a close while the connection is being replaced': async ({ client }) => {
    online();
    await client.close();
  },
  'a provider that fails after a close': async (app) => {
    app.provider = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5000));
      throw Object.assign(new Error('no network'), { name: 'NetworkError' });
    };
    app.broker.last.cut();
    await pass(3000);
    await app.client.close();
  },
  'a state listener that throws': ({ client, broker }) => {
    client.on('state', () => {
      throw new Error('of a state listener');
    });
    broker.last.cut();
  },
  'a step listener whose promise rejects': ({ client, broker }) => {
    client.on('step', async () => Promise.reject(new Error('of a step listener')));
    broker.last.cut();
  },
  'a message handler whose promise rejects': async ({ client, broker }) => {
    await client.subscribe('a', async () => Promise.reject(new Error('of a handler')));
    broker.last.onMessage({ topic: 'a', payload: new Uint8Array(), qos: 1, retain: false, dup: false });
  },
};

let unheard: string[] = [];
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: Error) => unheard.push(error.message));
}

const ends: Record<string, object> = {};
for (const [what, happen] of Object.entries(happenings)) ends[what] = await run(happen);
console.log(JSON.stringify(ends));

async function run(happen: (app: App) => unknown): Promise<object> {
  unheard = [];
  const told: string[] = [];
  const broker = new FakeBroker();
  const options = { outputs, credentials: () => app.provider() as never };
  const surroundings = { openMqtt: broker.openMqtt, storage: undefined, locks: undefined };
  // To load it takes time outside of the fake one.
  const client = createIotClientIn(options, surroundings, async () => engine);
  const app: App = { client, broker, provider };
  client.on('state', () => {});
  client.on('error', (error) => void told.push((error as Error).message));
  await Promise.all([client.connect(), pass(1000)]);
  await pass(15_000);
  await happen(app);
  await pass(30_000);
  const end = { state: client.state, told: [...told], unheard };
  await client.close();
  return end;
}

/** Lets the time run, and everything that waits for it have its turn. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 500) {
    mock.timers.tick(Math.min(500, left));
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
