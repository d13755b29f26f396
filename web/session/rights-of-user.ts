import type { IotClient } from '../../client/index.js';
import { accessHolder } from '../../contract/access-holder.js';
import { withStep } from '../flow/flow.js';
import { accessInWords } from './access-in-words.js';
import type { Logbook } from './logbook.js';
import type { SessionState } from './session-state.js';
import type { Store } from './store.js';

/** What the user may do, and by whose rights. */
export interface RightsOfUser {
  /** Asks the API. */
  ask(client: IotClient): Promise<void>;
  /** New credentials may be those of another group: then it is told, and asked for. */
  follow(client: IotClient): Promise<void>;
}

export interface RightsOfUserOptions {
  readonly store: Store<SessionState>;
  readonly logbook: Logbook;
  /** Of the ID token that there is now. */
  readonly claims: () => Promise<Readonly<Record<string, unknown>>>;
  readonly isCurrent: (client: IotClient) => boolean;
}

export function createRightsOfUser({ store, logbook, claims, isCurrent }: RightsOfUserOptions): RightsOfUser {
  const ask = async (client: IotClient) => {
    const { policyName, attached = true, connection } = await client.attachment();
    if (!isCurrent(client)) return;
    store.update(({ flow }) => ({
      rights: connection,
      policy: { name: policyName, attached },
      flow:
        flow.attach.status === 'skipped'
          ? withStep(flow, 'attach', 'skipped', `${policyName} was attached before`)
          : flow,
    }));
  };
  return {
    ask,
    async follow(client) {
      const { holder: before, rights } = store.get();
      // Before the first answer nothing can have changed, and a guest stays one.
      if (before.kind === 'guest' || rights === undefined) return;
      const known = await claims().catch(() => undefined);
      if (known === undefined || !isCurrent(client)) return;
      const holder = accessHolder(known);
      if (JSON.stringify(holder) === JSON.stringify(before)) return;
      store.update(() => ({ holder }));
      logbook.tell(`You act ${accessInWords(holder)} now`, 'good');
      await logbook.attempt('connection', () => ask(client));
    },
  };
}
