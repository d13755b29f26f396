import { createClientIds, type TabLocks } from '../../client/client-ids.js';
import { identityId } from './client-under-test.js';

/** sessionStorage of one tab. */
function tabStorage(values = new Map<string, string>()) {
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

/** Web Locks of a browser with all its tabs. */
function browserLocks(): TabLocks {
  const held = new Set<string>();
  return {
    async request(name, _options, callback) {
      if (held.has(name)) return callback(null);
      held.add(name);
      await callback({});
      held.delete(name);
    },
  };
}

const patternOf = () => '{identity}-*';
const now = () => 5_000;

async function connectedTab(storage = tabStorage(), locks: TabLocks | undefined = browserLocks()) {
  const ids = createClientIds({ patternOf, now, storage, locks });
  const clientId = await ids.next(identityId);
  ids.used(clientId);
  await ids.keep(clientId);
  return { ids, clientId };
}

it('a client ID is the identity ID and something at random, within 128 bytes', async () => {
  const ids = createClientIds({ patternOf, now });
  const clientId = await ids.next('eu-west-1:'.padEnd(55, 'f'));
  expect(clientId).toMatch(/^eu-west-1:f+-[0-9a-f]{12}$/);
  expect(clientId.length).toBeLessThan(128);
});

it('each try has another one until one has connected, which then stays', async () => {
  const ids = createClientIds({ patternOf, now });
  const [first, second] = [await ids.next(identityId), await ids.next(identityId)];
  expect(second).not.toBe(first);
  await ids.keep(second);
  expect(await ids.next(identityId)).toBe(second);
});

it('a pattern without * is taken as it is', async () => {
  const ids = createClientIds({ patternOf: () => 'app-{identity}', now });
  expect(await ids.next(identityId)).toBe(`app-${identityId}`);
});

it('a tab has its ID again after a reload, and waits for its second to pass', async () => {
  const [storage, locks] = [tabStorage(), browserLocks()];
  const before = await connectedTab(storage, locks);
  // The browser frees the locks of a page that goes.
  before.ids.release();
  await Promise.resolve();
  const after = createClientIds({ patternOf, now: () => 5_400, storage, locks });
  expect(await after.next(identityId)).toBe(before.clientId);
  expect(after.pause(before.clientId)).toBe(700);
});

it('a duplicated tab, with a copy of the storage, gets another ID', async () => {
  const [storage, locks] = [tabStorage(), browserLocks()];
  const original = await connectedTab(storage, locks);
  const copy = await connectedTab(tabStorage(new Map(storage.values)), locks);
  expect(copy.clientId).not.toBe(original.clientId);
});

it('two clients in one tab have two IDs', async () => {
  const [storage, locks] = [tabStorage(), browserLocks()];
  const [one, other] = [await connectedTab(storage, locks), await connectedTab(storage, locks)];
  expect(other.clientId).not.toBe(one.clientId);
});

it('another user of the tab gets another ID', async () => {
  const [storage, locks] = [tabStorage(), browserLocks()];
  const { ids, clientId } = await connectedTab(storage, locks);
  ids.release();
  const next = await createClientIds({ patternOf, now, storage, locks }).next('eu-west-1:another');
  expect(next).toMatch(/^eu-west-1:another-/);
  expect(next).not.toContain(clientId.slice(-12));
});

it('nothing is stored where no lock can tell whether the ID is in use', async () => {
  const storage = tabStorage();
  const ids = createClientIds({ patternOf, now, storage, locks: undefined });
  await ids.keep(await ids.next(identityId));
  expect(storage.values.size).toBe(0);
});

it('forbidden storage does no harm', async () => {
  const forbidden = () => {
    throw new Error('SecurityError');
  };
  const { clientId } = await connectedTab({ ...tabStorage(), getItem: forbidden, setItem: forbidden });
  expect(clientId).toContain(identityId);
});
