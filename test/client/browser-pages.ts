import { IDBFactory } from 'fake-indexeddb';
import { type ClientUnderTestOptions, clientUnderTest, identityId, pass, useFakeTime } from './client-under-test.js';
import { FakeLocks } from './fake-locks.js';

export const mine = `users/${identityId}`;
export const ten = Array.from({ length: 10 }, (_, index) => `old-${index}`);

export type Page = ReturnType<ReturnType<typeof browserForEach>['page']>;

/** A browser for each test, whose pages are closed after it. */
export function browserForEach() {
  let locks: FakeLocks;
  let indexedDb: IDBFactory;
  let clients: { close(): Promise<void> }[];

  beforeEach(useFakeTime);
  beforeEach(() => {
    locks = new FakeLocks();
    indexedDb = new IDBFactory();
    clients = [];
  });
  afterEach(async () => {
    const closed = Promise.all(clients.map((client) => client.close()));
    await pass(5000);
    await closed;
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  /** A page with a client in it; `reload` takes away what it holds, and leaves what it keeps. */
  function page(options: ClientUnderTestOptions = {}) {
    const tab = locks.tab();
    const made = clientUnderTest({ outbox: 'keep', locks: tab, indexedDb, ...options });
    clients.push(made.client);
    return { ...made, reload: tab.die };
  }

  /** One that has no network. */
  function offlinePage(options: ClientUnderTestOptions = {}) {
    const made = page(options);
    made.broker.welcomes = ['no network'];
    return made;
  }

  /** The topics of what is kept. */
  async function kept(): Promise<string[]> {
    const request = indexedDb.open('cognito-iot-access', 1);
    return new Promise((resolve, reject) => {
      request.onupgradeneeded = () => request.result.createObjectStore('outbox');
      request.onerror = reject;
      request.onsuccess = () => {
        const all = request.result.transaction('outbox').objectStore('outbox').getAll();
        all.onsuccess = () => resolve(all.result.map((text: string) => JSON.parse(text).topic.replace(`${mine}/`, '')));
      };
    });
  }

  return { page, offlinePage, kept };
}

export async function connect({ client }: Page): Promise<void> {
  const connected = client.connect();
  await pass(1000);
  await connected;
}

export function publishAll({ client }: Page, names: readonly string[]): void {
  for (const name of names) client.publish(`${mine}/${name}`, name).catch(() => undefined);
}

export function topicsSentBy({ broker }: Page): string[] {
  return broker.connections.flatMap(({ sent }) => sent.map(({ name }) => name.replace(`${mine}/`, '')));
}
