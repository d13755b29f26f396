import { randomUUID } from 'node:crypto';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import type { StackOutputs } from '../../client/index.js';
import type { TabStorage } from '../../client/tab-storage.js';
import { createIdentityPoolClient } from '../../journey/clients/identity-pool-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type RoundTrip, startCountingProxy } from './counting-proxy.js';
import { attachFirst, type FirstMessage, ofAmplifyPubSub, ofDeviceSdk, ofOurs, type Setting } from './first-message.js';

export interface WayThere {
  readonly connections: number;
  readonly roundTrips: readonly RoundTrip[];
}

/** From credentials to the first message, one after the other. */
export interface RoundTrips {
  readonly client: string;
  /** Nothing is attached to the identity yet. */
  readonly firstTime: WayThere;
  /** It is. */
  readonly returning: WayThere;
}

/** As `localStorage`, for one stack and user: the stack has another address on each way, since each has its own proxy. */
function browserStorage(): TabStorage {
  let kept: string | null = null;
  return {
    getItem: () => kept,
    setItem(_key, value) {
      kept = value;
    },
  };
}

const attached =
  (firstMessage: FirstMessage): FirstMessage =>
  async (setting) => {
    await attachFirst(setting);
    return firstMessage(setting);
  };

/** Others cannot try first: they are not told why a connection was refused. So their app attaches, or remembers. */
const waysOn = (deviceStorage: TabStorage) => [
  { client: 'cognito-iot-client', firstTime: ofOurs({ deviceStorage }), returning: ofOurs({ deviceStorage }) },
  { client: "the same, `attach: 'first'`", firstTime: ofOurs({ attach: 'first' }), returning: ofOurs() },
  { client: "the same, `attach: 'when refused'`", firstTime: ofOurs(), returning: ofOurs() },
  { client: 'Amplify PubSub 6, its app remembers', firstTime: attached(ofAmplifyPubSub), returning: ofAmplifyPubSub },
  { client: 'Device SDK v2, its app remembers', firstTime: attached(ofDeviceSdk), returning: ofDeviceSdk },
];

export async function countRoundTrips(sandbox: Sandbox): Promise<RoundTrips[]> {
  const counted: RoundTrips[] = [];
  for (const { client, firstTime, returning } of waysOn(browserStorage())) {
    const user = await newUser(sandbox);
    counted.push({
      client,
      firstTime: await countedWay(sandbox, user, firstTime),
      returning: await countedWay(sandbox, user, returning),
    });
  }
  return counted;
}

async function countedWay(sandbox: Sandbox, user: Omit<Setting, 'outputs'>, way: FirstMessage): Promise<WayThere> {
  const own = new URL(sandbox.url).port;
  const proxy = await startCountingProxy(Number(own));
  const through = Object.entries(sandbox.outputs).map(([name, value]) => [
    name,
    value.replace(`:${own}`, `:${proxy.port}`),
  ]);
  try {
    const { stop } = await way({ ...user, outputs: Object.fromEntries(through) as StackOutputs });
    const there = { connections: proxy.connections(), roundTrips: proxy.roundTrips() };
    await stop();
    return there;
  } finally {
    await proxy.stop();
  }
}

async function newUser(sandbox: Sandbox): Promise<Omit<Setting, 'outputs'>> {
  const target = sandboxTarget(sandbox);
  const [email, password] = [`${randomUUID()}@example.com`, 'Correct-Horse-7'];
  const userPool = createUserPoolClient(target);
  await userPool.signUp(email, password);
  await userPool.confirm(email, await target.confirmationCode(email));
  const idToken = await userPool.signIn(email, password);
  const identityPool = createIdentityPoolClient(target);
  const identityId = await identityPool.identityId(idToken);
  return { identityId, credentials: await identityPool.credentials(identityId, idToken) };
}
