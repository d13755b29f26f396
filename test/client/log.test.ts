import type { Log } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  errorOf,
  freshCredentials,
  identityId,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function logged() {
  const lines: { level: string; fields: object; message: string }[] = [];
  const of = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  const log: Log = { debug: of('debug'), info: of('info'), warn: of('warn'), error: of('error') };
  return { log, lines };
}

describe('the option log', () => {
  it('is told states, steps, retries with their reason and refusals, and no secret of any', async () => {
    answering(attached);
    const { log, lines } = logged();
    const secrets = { accessKeyId: 'ASIASECRETKEY', secretAccessKey: 'very-secret', sessionToken: 'session-secret' };
    const { client, broker } = clientUnderTest({ log, credentials: freshCredentials(secrets) });
    broker.welcomes = [{ connack: 0x87 }, 'no network', 'accept'];
    expect(await errorOf(client.connect(), 10_000)).toBe('no error');
    const topic = `users/${identityId}/x`;
    broker.refused.set(topic, 0x87);
    expect(await errorOf(client.publish(topic, 'payload-secret'), 10_000)).toMatchObject({ code: 'NotAuthorized' });
    await client.close();

    const has = (level: string, message: string, fields: object = {}) =>
      expect(lines).toContainEqual({ level, message, fields: expect.objectContaining(fields) });
    has('info', 'state connecting');
    has('warn', 'step refused', { by: 'connect', reasonCode: 0x87 });
    has('debug', 'step attached', { policyName: 'Policy' });
    has('warn', 'step retry', { attempt: 3, because: 'Unreachable' });
    has('debug', 'step connected');
    has('info', 'state connected');
    has('warn', 'publish to users/{identity}/x', { code: 'NotAuthorized', reasonCode: 0x87 });
    has('info', 'state closed');
    const all = JSON.stringify(lines);
    for (const secret of [...Object.values(secrets), 'payload-secret', 'X-Amz-', identityId]) {
      expect(all).not.toContain(secret);
    }
  });

  it('takes console as it is, and is no reason to fail when it throws itself', async () => {
    answering(attached);
    const debug = jest.spyOn(console, 'debug').mockImplementation(() => {});
    jest.spyOn(console, 'info').mockImplementation(() => {
      throw new Error('full');
    });
    const { client, errors } = clientUnderTest({ log: console });
    expect(await errorOf(client.connect(), 1000)).toBe('no error');
    expect(debug).toHaveBeenCalledWith(expect.objectContaining({ step: 'connected' }), 'step connected');
    expect(errors).toEqual([]);
    await client.close();
  });
});

describe('pressure', () => {
  it('is told when more is published than AWS IoT takes at once, and when that is over', async () => {
    answering(attached);
    const { client, broker } = clientUnderTest();
    const told: boolean[] = [];
    client.on('pressure', (isHigh) => told.push(isHigh));
    const connected = client.connect();
    await pass();
    await connected;
    await client.publish('rooms/1', 'one');
    expect({ told, pending: client.pending, pressure: client.pressure }).toEqual({
      told: [],
      pending: 0,
      pressure: false,
    });

    const published = Promise.all(Array.from({ length: 200 }, (_, i) => client.publish('rooms/1', `${i}`)));
    expect({ told, pending: client.pending, pressure: client.pressure }).toEqual({
      told: [true],
      pending: 200,
      pressure: true,
    });
    await pass(4000);
    await published;
    expect({ told, pending: client.pending, pressure: client.pressure }).toEqual({
      told: [true, false],
      pending: 0,
      pressure: false,
    });
    expect(broker.last.sent).toHaveLength(201);
    await client.close();
  });

  it('is over when the client is closed, and none while only the network is missing', async () => {
    answering(attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['no network'];
    const published = Promise.all(Array.from({ length: 200 }, () => client.publish('rooms/1', 'x')));
    const outcome = errorOf(published, 1000);
    await outcome;
    expect({ pending: client.pending, pressure: client.pressure }).toEqual({ pending: 200, pressure: false });
    const refused = errorOf(published, 1000);
    await client.close();
    expect(await refused).toMatchObject({ code: 'Closed' });
    expect({ pending: client.pending, pressure: client.pressure }).toEqual({ pending: 0, pressure: false });
  });
});
