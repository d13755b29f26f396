import type { AwsCredentials, CredentialsProvider, IotClientOptions } from '../../client/index.js';
import { createIotClientIn } from '../../client/iot-client.js';
import type { Surroundings } from '../../client/surroundings.js';
import { FakeBroker } from './fake-broker.js';

export const identityId = 'eu-west-1:db9476fd-de77-4977-839f-4f943ff5d68c';
export const outputs = {
  Region: 'eu-west-1',
  AttachPolicyUrl: 'https://api.execute-api.eu-west-1.amazonaws.com/v1/attach-policy',
  IotEndpoint: 'a1b2c3-ats.iot.eu-west-1.amazonaws.com',
  IotPolicyName: 'Policy',
};

/** Credentials for an hour; each call gives others. */
export function freshCredentials(overrides: Partial<AwsCredentials> = {}): jest.MockedFunction<CredentialsProvider> {
  let calls = 0;
  return jest.fn(async () => {
    calls += 1;
    return {
      accessKeyId: `ASIA${calls}`,
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: new Date(Date.now() + 3_600_000),
      identityId,
      ...overrides,
    };
  });
}

export interface Answer {
  readonly status?: number;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

export const attached: Answer = { body: { identityId, policyName: 'Policy' } };

/** What `/attach-policy` answers, in this order; the last one stays. Gives the methods that were called. */
export function answering(...answers: (Answer | Error)[]): string[] {
  const methods: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    methods.push(init?.method ?? 'GET');
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? attached;
    if (answer instanceof Error) throw answer;
    const { status = 200, body = {}, headers = {} } = answer;
    return new Response(JSON.stringify(body), { status, headers });
  });
  return methods;
}

export interface ClientUnderTestOptions extends Partial<IotClientOptions>, Partial<Surroundings> {}

/** A client on a fake broker, and the states that it goes through. */
export function clientUnderTest({
  storage,
  deviceStorage,
  locks,
  indexedDb,
  openChannel,
  page,
  ...options
}: ClientUnderTestOptions = {}) {
  const broker = new FakeBroker();
  const { openMqtt } = broker;
  const client = createIotClientIn(
    { outputs, credentials: freshCredentials(), ...options },
    { openMqtt, storage, deviceStorage, locks, indexedDb, openChannel, page },
  );
  const states: string[] = [];
  const errors: unknown[] = [];
  client.on('state', (state) => states.push(state));
  client.on('error', (error) => errors.push(error));
  return { client, broker, states, errors };
}

/** The same, connected. */
export async function connectedClient(options: ClientUnderTestOptions = {}) {
  const made = clientUnderTest(options);
  const connected = made.client.connect();
  await pass();
  await connected;
  return made;
}

/**
 * Lets the fake time run for that long, in steps in which everything that waits for it gets its turn: of a quarter of
 * a second, and longer ones where it runs for minutes.
 */
export async function pass(milliseconds = 0): Promise<void> {
  const step = Math.max(250, milliseconds / 400);
  for (let left = milliseconds; ; left -= step) {
    await jest.advanceTimersByTimeAsync(Math.max(0, Math.min(step, left)));
    for (let i = 0; i < 10; i += 1) await new Promise((resolve) => setImmediate(resolve));
    if (left <= step) return;
  }
}

/** Fake time; and signatures that cost none, since WebCrypto works outside of it. The stories have real ones verified. */
export function useFakeTime(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  const { subtle } = globalThis.crypto;
  jest.spyOn(subtle, 'importKey').mockResolvedValue({} as Awaited<ReturnType<typeof subtle.importKey>>);
  jest.spyOn(subtle, 'sign').mockResolvedValue(new ArrayBuffer(32));
  jest.spyOn(subtle, 'digest').mockResolvedValue(new ArrayBuffer(32));
}

/** The error that a promise ends with, while the time runs. */
export async function errorOf(promise: Promise<unknown>, milliseconds: number): Promise<unknown> {
  const outcome = promise.then(
    () => 'no error',
    (error: unknown) => error,
  );
  await pass(milliseconds);
  return Promise.race([outcome, Promise.resolve('not settled')]);
}
