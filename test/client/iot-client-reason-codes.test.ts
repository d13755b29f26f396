import { ClientIdTakenError, NotAuthorizedError, PacketRefusedError, ThrottledError } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  connectedClient,
  errorOf,
  identityId,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const NOT_AUTHORIZED = 0x87;
const KEYS = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' };
const mine = `users/${identityId}/a`;

describe('a CONNACK that says no', () => {
  it('of 0x87 has the policy attached, and the next one lets in', async () => {
    const methods = answering(attached);
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = [{ connack: NOT_AUTHORIZED }, 'accept'];
    const steps: unknown[] = [];
    client.on('step', (step) => steps.push(step));
    expect(await errorOf(client.connect(), 5000)).toBe('no error');
    expect(methods).toEqual(['POST']);
    expect(states).toEqual(['connecting', 'attaching', 'connected']);
    expect(steps).toContainEqual({ step: 'refused', by: 'connect', status: undefined, reasonCode: NOT_AUTHORIZED });
    await client.close();
  });

  it('of 0x87 until the deadline is the error, with its code', async () => {
    answering(attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = [{ connack: NOT_AUTHORIZED }];
    const error = await errorOf(client.connect({ deadline: 10_000 }), 10_000);
    expect(error).toBeInstanceOf(NotAuthorizedError);
    expect(error).toMatchObject({ action: 'iot:Connect', reasonCode: NOT_AUTHORIZED });
  });

  it.each([0x88, 0x89, 0x97, 0x9f])('of load (%i) is waited out, and nothing is attached for it', async (connack) => {
    const methods = answering(attached);
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = [{ connack }, { connack }, 'accept'];
    expect(await errorOf(client.connect(), 10_000)).toBe('no error');
    expect(methods).toEqual([]);
    expect(states).toEqual(['connecting', 'connected']);
    await client.close();
  });

  it('of load until the deadline is a ThrottledError, with its code', async () => {
    const { client, broker } = clientUnderTest();
    broker.welcomes = [{ connack: 0x97 }];
    const error = await errorOf(client.connect({ deadline: 10_000 }), 10_000);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ reasonCode: 0x97, message: expect.stringContaining('Quota exceeded') });
  });

  it.each([0x85, 0x84])('that no waiting mends (%i) ends it at once', async (connack) => {
    const methods = answering(attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = [{ connack }];
    const error = await errorOf(client.connect(), 1000);
    expect(error).toBeInstanceOf(PacketRefusedError);
    expect(error).toMatchObject({ action: 'iot:Connect', reasonCode: connack });
    expect(methods).toEqual([]);
    expect(broker.tries).toHaveLength(1);
  });
});

describe('a packet that is answered with a code', () => {
  const errors = [
    [NOT_AUTHORIZED, NotAuthorizedError],
    [0x97, ThrottledError],
    [0x90, PacketRefusedError],
    [0x99, PacketRefusedError],
    [0x80, PacketRefusedError],
  ] as const;

  it.each(errors)('of %i rejects the publish, and the connection goes on', async (code, type) => {
    answering(attached);
    const { client, broker, states } = await connectedClient();
    broker.refused.set(mine, code);
    const error = await errorOf(client.publish(mine, 'x'), 10_000);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ reasonCode: code });
    expect(states.filter((state) => state !== 'connected')).toEqual(['connecting']);
    await client.close();
  });

  it.each(errors)('of %i rejects the subscription', async (code, type) => {
    answering(attached);
    const { client, broker } = await connectedClient();
    broker.refused.set('others/#', code);
    const error = await errorOf(
      client.subscribe('others/#', () => undefined),
      10_000,
    );
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ reasonCode: code });
    await client.close();
  });

  it('of 0x87 that turns out to be of the whole client rejects the publish with what the client has given up for', async () => {
    answering(attached, { status: 500, body: { code: 'PolicyNotFound', message: 'gone' } });
    const { client, broker, states } = await connectedClient();
    await client.attachment();
    broker.refused.set(mine, NOT_AUTHORIZED);
    broker.welcomes = [{ connack: NOT_AUTHORIZED }];
    const error = await errorOf(client.publish(mine, 'x'), 10_000);
    expect(states.at(-1)).toBe('denied');
    expect(error).toMatchObject({ code: 'AttachRefused', reason: 'PolicyNotFound' });
  });

  it('leaves the packets beside it alone', async () => {
    answering(attached);
    const { client, broker } = await connectedClient();
    broker.refused.set(mine, NOT_AUTHORIZED);
    const outcomes = Promise.all([
      errorOf(client.publish(`users/${identityId}/b`, 'x'), 10_000),
      errorOf(client.publish(mine, 'x'), 10_000),
    ]);
    expect(await outcomes).toEqual(['no error', expect.any(NotAuthorizedError)]);
    await client.close();
  });
});

describe('a DISCONNECT', () => {
  it('of 0x87 names the one packet that was under way, without sending it again', async () => {
    answering(attached);
    const { client, broker } = await connectedClient({ credentials: async () => ({ ...KEYS, identityId }) });
    broker.forbidden.add(mine);
    broker.disconnectsWith = NOT_AUTHORIZED;
    const error = await errorOf(client.publish(mine, 'x'), 10_000);
    expect(error).toMatchObject({ code: 'NotAuthorized', reasonCode: NOT_AUTHORIZED });
    const sent = broker.connections.flatMap((connection) => connection.sent);
    // Once, and once more after the policy has been attached anew.
    expect(sent).toHaveLength(2);
    await client.close();
  });

  it.each([0x8b, 0x8d, 0x98])(
    'of %i, for which no packet is to blame, has what was under way sent again',
    async (code) => {
      const { client, broker } = await connectedClient();
      broker.mute = true;
      const published = client.publish(mine, 'x');
      await pass();
      broker.mute = false;
      broker.last.cut(code);
      expect(await errorOf(published, 5000)).toBe('no error');
      await client.close();
    },
  );

  it('of 0x8e three times in a row says that another one has the client ID, whatever was under way', async () => {
    const { client, broker, states } = await connectedClient();
    broker.mute = true;
    const published = errorOf(client.publish(mine, 'x'), 30_000);
    await pass();
    for (let i = 0; i < 3; i += 1) {
      broker.last.cut(0x8e);
      await pass(4000);
    }
    expect(await published).toBeInstanceOf(ClientIdTakenError);
    expect(await published).toMatchObject({ reasonCode: 0x8e });
    expect(states.at(-1)).toBe('denied');
  });

  it('of an administrator as often as may be is no takeover', async () => {
    const { client, broker, states } = await connectedClient();
    for (let i = 0; i < 5; i += 1) {
      broker.last.cut(0x98);
      await pass(4000);
    }
    expect(states.at(-1)).toBe('connected');
    await client.close();
  });
});
