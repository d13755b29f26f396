import { createHash } from 'node:crypto';
import { ClosedError } from '../../client/index.js';
import { browserForEach, connect, mine, publishAll } from './browser-pages.js';
import { freshCredentials, identityId, pass } from './client-under-test.js';
import { FakeChannels } from './fake-channels.js';

const { page, offlinePage, kept } = browserForEach();
const ofAnother = freshCredentials({ identityId: identityId.replace('db', 'aa') });

let channels: FakeChannels;
beforeEach(() => {
  channels = new FakeChannels();
  // Fake time has fake hashes, which are all the same.
  jest.spyOn(globalThis.crypto.subtle, 'digest').mockImplementation(async (_name, data) => {
    const hash = createHash('sha256').update(new Uint8Array(data as ArrayBuffer));
    return new Uint8Array(hash.digest()).buffer;
  });
});

function tab(options: Parameters<typeof page>[0] = {}) {
  return page({ openChannel: channels.open, outbox: 'memory', ...options });
}

async function signOut({ client }: ReturnType<typeof tab>) {
  const closed = client.close({ signedOut: true });
  await pass(3000);
  await closed;
}

describe('who signs out in one tab', () => {
  it('has signed out in all tabs of the same identity', async () => {
    const [one, two] = [tab(), tab()];
    const told: unknown[] = [];
    two.client.on('state', (state, error) => told.push([state, error]));
    await connect(one);
    await connect(two);
    await signOut(one);
    expect(two.client.state).toBe('closed');
    expect(two.broker.last.disconnected).toBe(true);
    const reason = expect.objectContaining({ code: 'Closed', reason: 'signed out' });
    expect(told.at(-1)).toEqual(['closed', reason]);
  });

  it('leaves the tabs of another identity alone', async () => {
    const [one, two] = [tab(), tab({ credentials: ofAnother })];
    await connect(one);
    await connect(two);
    await signOut(one);
    expect(two.client.state).toBe('connected');
  });

  it('rejects what waits there, and deletes what is kept', async () => {
    const [one, two] = [tab(), offlinePage({ openChannel: channels.open })];
    await connect(one);
    const rejected = two.client.publish(`${mine}/a`, 'a').catch((error: unknown) => error);
    publishAll(two, ['b']);
    await pass(2000);
    expect(await kept()).toEqual(['a', 'b']);
    await signOut(one);
    expect(await rejected).toBeInstanceOf(ClosedError);
    expect(await kept()).toEqual([]);
  });

  it('tells nothing but that, and not of whom', async () => {
    const [one, two] = [tab(), tab()];
    await connect(one);
    await connect(two);
    await signOut(one);
    const hash = createHash('sha256').update(identityId).digest('hex').slice(0, 32);
    expect(channels.told).toEqual([`cognito-iot-access:signed-out:${hash}`, 'signed out']);
  });

  it('has a tab that can be used again, and hears again', async () => {
    const [one, two] = [tab(), tab()];
    await connect(one);
    await connect(two);
    await signOut(one);
    await connect(two);
    await connect(one);
    expect(two.client.state).toBe('connected');
    await signOut(one);
    expect(two.client.state).toBe('closed');
  });
});

it('a client that is merely closed closes no other, and listens no more', async () => {
  const [one, two] = [tab(), tab()];
  const told: unknown[] = [];
  one.client.on('state', (state, error) => told.push([state, error]));
  await connect(one);
  await connect(two);
  await one.client.close();
  await pass(1000);
  expect(two.client.state).toBe('connected');
  expect(channels.openOnes).toBe(1);
  expect(told.at(-1)).toEqual(['closed', undefined]);
  await two.client.close();
  await pass(1000);
  expect(channels.openOnes).toBe(0);
});

it('without channels, a client that signs out closes itself', async () => {
  const one = tab({ openChannel: undefined });
  await connect(one);
  await signOut(one);
  expect(one.client.state).toBe('closed');
});
