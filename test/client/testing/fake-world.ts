import { createFakeIotClient } from '../../../client/testing/testing.js';
import { GUEST_ACCESS, SHARED_ACCESS, type SharedWorld, STAFF_ACCESS } from './shared-behaviour.js';

/** Users of one fake broker; what is made ends with `end`. */
export function fakeWorld(): SharedWorld & { end(): Promise<void> } {
  const { broker } = createFakeIotClient();
  const closings: (() => Promise<void>)[] = [];
  return {
    async newClient(options = {}) {
      const { client, user } = broker.newClient({ rights: SHARED_ACCESS, ...options });
      closings.push(() => client.close());
      return {
        client,
        goOffline: () => broker.disconnect(user.identityId),
        goOnline: () => broker.reconnect(user.identityId),
        signOut: user.signOut,
        revoke: user.revoke,
        restore: async () => user.restore(),
        joinStaff: () => user.changeRights(STAFF_ACCESS),
      };
    },
    async newGuest() {
      const { client } = broker.newClient({ guest: true, rights: GUEST_ACCESS });
      closings.push(() => client.close());
      return client;
    },
    async end() {
      for (const close of closings) await close();
    },
  };
}
