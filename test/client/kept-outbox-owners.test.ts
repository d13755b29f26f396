import { ClosedError } from '../../client/index.js';
import { browserForEach, connect, mine, publishAll, ten, topicsSentBy } from './browser-pages.js';
import { answering, attached, errorOf, freshCredentials, identityId, pass } from './client-under-test.js';

const { page, offlinePage, kept } = browserForEach();
const ofAnother = freshCredentials({ identityId: identityId.replace('db', 'aa') });

describe('whose messages they are', () => {
  it('is who published them: another user never sends them, and their owner does', async () => {
    const before = offlinePage();
    publishAll(before, ['a']);
    await pass(2000);
    before.reload();
    const strangers = page({ credentials: ofAnother });
    await connect(strangers);
    await pass(5000);
    expect(topicsSentBy(strangers)).toEqual([]);
    const after = page();
    await connect(after);
    expect(topicsSentBy(after)).toEqual(['a']);
  });

  it('is the tab that published them as long as it is there; then another tab sends them', async () => {
    const one = offlinePage();
    publishAll(one, ['a', 'b']);
    await pass(2000);
    const two = page();
    await connect(two);
    publishAll(two, ['c']);
    await pass(5000);
    expect(topicsSentBy(two)).toEqual(['c']);
    one.reload();
    await pass(5000);
    expect(topicsSentBy(two)).toEqual(['c', 'a', 'b']);
    expect(await kept()).toEqual([]);
  });

  it('is one tab of two that take over at once', async () => {
    const before = offlinePage();
    publishAll(before, ten);
    await pass(2000);
    before.reload();
    const [one, two] = [page(), page()];
    await Promise.all([connect(one), connect(two)]);
    await pass(5000);
    expect([...topicsSentBy(one), ...topicsSentBy(two)]).toEqual(ten);
  });
});

describe('the end of a client', () => {
  it('rejects what waits, and sends it when the user connects again', async () => {
    const one = offlinePage();
    const rejected = errorOf(one.client.publish(`${mine}/a`, 'a'), 2000);
    publishAll(one, ten);
    await pass(1000);
    await one.client.close();
    expect(await rejected).toBeInstanceOf(ClosedError);
    one.broker.welcomes = ['accept'];
    await connect(one);
    expect(topicsSentBy(one)).toEqual(['a', ...ten]);
  });

  it('as of a user who signs out deletes what is kept', async () => {
    const one = offlinePage();
    publishAll(one, ['a']);
    await pass(1000);
    await one.client.close({ signedOut: true });
    expect(await kept()).toEqual([]);
  });

  it('as of a user who signs out deletes what an earlier page has kept, though nothing was connected', async () => {
    const before = offlinePage();
    publishAll(before, ['a']);
    await pass(1000);
    before.reload();
    const closed = page().client.close({ signedOut: true });
    await pass(1000);
    await closed;
    expect(await kept()).toEqual([]);
  });

  it('by detach() deletes what is kept', async () => {
    answering(attached);
    const one = offlinePage();
    publishAll(one, ['a']);
    await pass(1000);
    const detached = one.client.detach();
    await pass(3000);
    await detached;
    expect(await kept()).toEqual([]);
  });
});

describe('where messages are kept', () => {
  it('may be a store of the app, as AsyncStorage of React Native', async () => {
    const texts = new Map<string, string>();
    const store = {
      getAllKeys: async () => [...texts.keys()],
      getItem: async (key: string) => texts.get(key) ?? null,
      setItem: async (key: string, value: string) => void texts.set(key, value),
      removeItem: async (key: string) => void texts.delete(key),
    };
    const native = { outbox: { store }, locks: undefined, indexedDb: undefined };
    const before = offlinePage(native);
    publishAll(before, ten);
    await pass(2000);
    expect(texts.size).toBe(10);
    await before.client.close();
    const after = page(native);
    await connect(after);
    expect(topicsSentBy(after)).toEqual(ten);
    expect(texts.size).toBe(0);
  });

  it('is memory where a browser has no Web Locks, since two tabs would send the same', async () => {
    const one = offlinePage({ locks: undefined });
    publishAll(one, ['a']);
    await pass(2000);
    expect(await kept()).toEqual([]);
    one.broker.welcomes = ['accept'];
    await pass(60_000);
    expect(topicsSentBy(one)).toEqual(['a']);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('disk full'))],
    ['never answers', () => new Promise<never>(() => {})],
  ])('may be a store that %s: it is told once, and all is sent', async (_, fail) => {
    const store = { getAllKeys: fail, getItem: fail, setItem: fail, removeItem: fail };
    const one = page({ outbox: { store } });
    publishAll(one, ['a', 'b']);
    await pass(10_000);
    expect(topicsSentBy(one)).toEqual(['a', 'b']);
    expect(one.errors).toEqual([expect.objectContaining({ code: 'Unsupported' })]);
  });
});
