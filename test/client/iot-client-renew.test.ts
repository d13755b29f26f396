import { clientUnderTest, connectedClient, freshCredentials, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const HOUR_MS = 3_600_000;

it('the connection is replaced before its credentials end, if nothing is said', async () => {
  const { client, broker } = await connectedClient();
  await pass(HOUR_MS);
  expect(broker.connections).toHaveLength(2);
  await client.close();
});

it("with renew: 'socket' it stays, past the end of its credentials", async () => {
  const { client, broker } = await connectedClient({ renew: 'socket' });
  await pass(3 * HOUR_MS);
  expect(broker.connections).toHaveLength(1);
  await client.close();
});

it("with renew: 'socket' it comes back with new credentials, when AWS ends it", async () => {
  const credentials = freshCredentials();
  const { client, broker, states } = await connectedClient({ renew: 'socket', credentials });
  await pass(2 * HOUR_MS);
  credentials.mockClear();
  broker.last.cut();
  await pass(5000);
  expect(credentials).toHaveBeenCalled();
  expect(broker.connections).toHaveLength(2);
  expect(states.slice(-2)).toEqual(['connecting', 'connected']);
  await client.close();
});

it('another value is refused', () => {
  expect(() => clientUnderTest({ renew: 'never' as 'socket' })).toThrow(
    "renew is never; it is 'credentials' or 'socket'",
  );
});
