import type { IotClient, IotClientOptions, Message } from '../../../client/index.js';

/** One user's client, and the network under it. */
export interface SharedClient {
  readonly client: IotClient;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** The provider has no credentials any more. */
  signOut(): void;
  /** An operator takes the user's access away, and ends the connection. */
  revoke(): Promise<void>;
  /** The operator gives it back. */
  restore(): Promise<void>;
  /** The user is put into the group, and the provider has tokens that say so; the client is not told. */
  joinStaff(): Promise<void>;
}

/** Where the same sentences are to hold: a fake broker, or a sandbox. */
export interface SharedWorld {
  newClient(options?: Pick<IotClientOptions, 'protocolVersion' | 'topicPattern' | 'will'>): Promise<SharedClient>;
  newGuest(): Promise<IotClient>;
}

/** What users may do in both worlds. */
export const SHARED_ACCESS = {
  publish: ['users/{identity}/*', 'rooms/*'],
  subscribe: ['users/{identity}/*', 'rooms/*'],
  receive: ['users/{identity}/*', 'rooms/*'],
  retain: ['rooms/*'],
};

/** What members of the group `staff` may do in both worlds. */
export const STAFF_ACCESS = { ...SHARED_ACCESS, publish: [...SHARED_ACCESS.publish, 'admin/*'] };

/** What guests may do in both worlds. */
export const GUEST_ACCESS = { publish: ['lobby/*'], subscribe: ['lobby/*'], receive: ['lobby/*'] };

/** A list that can be waited for. */
export function collected<T>() {
  const items: T[] = [];
  let told = () => {};
  return {
    items,
    push(item: T) {
      items.push(item);
      told();
    },
    async count(wanted: number): Promise<readonly T[]> {
      while (items.length < wanted) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
      return items;
    },
  };
}

/** What the sentences begin with. */
export function sharedActs(world: () => SharedWorld) {
  let rooms = 0;
  return {
    newRoom() {
      rooms += 1;
      return `rooms/${rooms}`;
    },
    async connected(options?: Parameters<SharedWorld['newClient']>[0]) {
      const made = await world().newClient(options);
      await made.client.connect();
      return made;
    },
    async heard(client: IotClient, filter: string, options = {}) {
      const messages = collected<Message>();
      const subscription = await client.subscribe(filter, messages.push, options);
      return { ...messages, ...subscription };
    },
  };
}
