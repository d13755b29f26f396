import { clientUnderTest, connectedClient, identityId, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const mine = `users/${identityId}/a`;

describe('the options of MQTT', () => {
  it('are 5, and an hour, if nothing is said', async () => {
    const { client, broker } = await connectedClient();
    expect(broker.tries[0]).toMatchObject({ protocolVersion: 5, sessionExpiry: 3600 });
    await client.close();
  });

  it('reach the broker', async () => {
    const { client, broker } = await connectedClient({ sessionExpiry: 60 });
    expect(broker.tries[0]).toMatchObject({ protocolVersion: 5, sessionExpiry: 60 });
    await client.close();
  });

  it.each([
    [{ protocolVersion: 3 as 4 }, 'protocolVersion is 3'],
    [{ protocolVersion: 4 as const, sessionExpiry: 60 }, 'sessionExpiry needs protocolVersion 5'],
    [{ sessionExpiry: -1 }, 'sessionExpiry is -1'],
    [{ sessionExpiry: 1.5 }, 'sessionExpiry is 1.5'],
    [{ sessionExpiry: 604_801 }, 'sessionExpiry is 604801'],
  ])('%j are refused', (options, message) => {
    expect(() => clientUnderTest(options)).toThrow(RangeError);
    expect(() => clientUnderTest(options)).toThrow(message);
  });
});

describe('the properties of a message', () => {
  it('go with it', async () => {
    const { client, broker } = await connectedClient();
    const properties = {
      userProperties: { tenant: 'a', tag: ['x', 'y'] },
      contentType: 'text/plain',
      responseTopic: mine,
      correlationData: Uint8Array.of(1, 2),
      messageExpiry: 60,
    };
    await client.publish(mine, 'x', { ...properties, qos: 1 });
    expect(broker.last.flags).toEqual([{ qos: 1, retain: false, properties }]);
    await client.close();
  });

  it.each([
    [{ messageExpiry: 0 }, 'messageExpiry is 0'],
    [{ messageExpiry: 1.5 }, 'messageExpiry is 1.5'],
    [{ responseTopic: 'a/#' }, 'wildcard'],
  ])('%j are refused', async (properties, message) => {
    const { client } = await connectedClient();
    await expect(client.publish(mine, 'x', properties)).rejects.toThrow(message);
    await expect(client.publish(mine, 'x', properties)).rejects.toThrow(RangeError);
    await client.close();
  });

  it('need MQTT 5', async () => {
    const { client } = await connectedClient({ protocolVersion: 4 });
    const published = client.publish(mine, 'x', { contentType: 'text/plain' });
    await expect(published).rejects.toThrow('contentType is a property of MQTT 5');
    await client.close();
  });
});

it('sends no more at once than the broker takes', async () => {
  const { client, broker } = clientUnderTest();
  broker.receiveMaximum = 3;
  broker.mute = true;
  const connected = client.connect();
  await pass();
  await connected;
  for (let i = 0; i < 10; i += 1) client.publish(mine, String(i)).catch(() => undefined);
  await pass();
  expect(broker.last.sent).toHaveLength(3);
  const closed = client.close();
  await pass(3000);
  await closed;
});
