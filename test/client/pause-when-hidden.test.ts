import type { PageVisibility } from '../../client/watch-hidden.js';
import { clientUnderTest, connectedClient, identityId, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const MINUTE_MS = 60_000;
const mine = `users/${identityId}/a`;

class FakePage implements PageVisibility {
  visibilityState = 'visible';
  readonly listeners = new Set<() => void>();

  addEventListener(_type: string, listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: string, listener: () => void): void {
    this.listeners.delete(listener);
  }

  show(state: 'visible' | 'hidden'): void {
    this.visibilityState = state;
    for (const listener of this.listeners) listener();
  }
}

async function hiddenClient(options: Parameters<typeof connectedClient>[0] = {}) {
  const page = new FakePage();
  return { page, ...(await connectedClient({ page, pauseWhenHidden: MINUTE_MS, ...options })) };
}

describe('a page that is hidden', () => {
  it('leaves its connection after that long, and comes back to its session when it is seen', async () => {
    const { client, broker, page, states } = await hiddenClient();
    await client.subscribe(mine, () => {});
    page.show('hidden');
    await pass(MINUTE_MS - 1000);
    expect(client.state).toBe('connected');
    await pass(2000);
    expect(client.state).toBe('paused');
    expect(broker.last.disconnected).toBe(true);
    await pass(30 * MINUTE_MS);
    expect(broker.connections).toHaveLength(1);
    const before = broker.last.clientId;
    page.show('visible');
    await pass(2000);
    expect(states.slice(-3)).toEqual(['paused', 'connecting', 'connected']);
    expect(broker.last.clientId).toBe(before);
    // The broker has kept the subscription.
    expect(broker.last.sent).toEqual([]);
    await client.close();
  });

  it('sends what was published meanwhile once it is seen', async () => {
    const { client, broker, page } = await hiddenClient();
    page.show('hidden');
    await pass(MINUTE_MS + 1000);
    const published = client.publish(mine, 'a');
    await pass(5 * MINUTE_MS);
    expect(broker.connections).toHaveLength(1);
    page.show('visible');
    await pass(2000);
    await published;
    expect(broker.last.sent).toEqual([{ kind: 'publish', name: mine }]);
    await client.close();
  });

  it('stays connected if it is seen before', async () => {
    const { client, page } = await hiddenClient();
    page.show('hidden');
    await pass(MINUTE_MS / 2);
    page.show('visible');
    await pass(5 * MINUTE_MS);
    expect(client.state).toBe('connected');
    await client.close();
  });

  it('stays connected, if nothing is said', async () => {
    const page = new FakePage();
    const { client } = await connectedClient({ page });
    page.show('hidden');
    await pass(5 * MINUTE_MS);
    expect(client.state).toBe('connected');
    await client.close();
  });

  it('rests, too, when it comes to be connected long after', async () => {
    const page = new FakePage();
    page.visibilityState = 'hidden';
    const { client, broker } = clientUnderTest({ page, pauseWhenHidden: 1000 });
    broker.welcomes = ['no network'];
    client.connect().catch(() => undefined);
    await pass(10_000);
    broker.welcomes = ['accept'];
    await pass(MINUTE_MS);
    expect(client.state).toBe('paused');
    await client.close();
  });

  it('that is seen while it leaves is connected again', async () => {
    const { client, broker, page } = await hiddenClient();
    broker.mute = true;
    client.publish(mine, 'a').catch(() => undefined);
    page.show('hidden');
    await pass(MINUTE_MS + 500);
    broker.mute = false;
    page.show('visible');
    await pass(5000);
    expect(client.state).toBe('connected');
    expect(broker.connections).toHaveLength(2);
    await client.close();
  });

  it('is not brought back by a device that wakes, and can be closed', async () => {
    const { client, broker, page } = await hiddenClient();
    page.show('hidden');
    await pass(MINUTE_MS + 1000);
    jest.setSystemTime(Date.now() + 20 * MINUTE_MS);
    await pass(MINUTE_MS);
    expect(broker.connections).toHaveLength(1);
    await client.close();
    expect(client.state).toBe('closed');
    expect(page.listeners.size).toBe(0);
  });
});

it.each([-1, Number.NaN, 2 ** 31])('pauseWhenHidden: %p is refused', (pauseWhenHidden) => {
  expect(() => clientUnderTest({ pauseWhenHidden })).toThrow('The option pauseWhenHidden is');
});
