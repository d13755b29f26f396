import { createIotClient, type IotClient } from '../../client/index.js';
import { accessHolder } from '../../contract/access-holder.js';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import { UNTOUCHED_FLOW, withStep } from '../flow/flow.js';
import { createLampOfUser, type LampOfUser } from '../lamp/lamp-of-user.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';
import { topicOffers } from '../topics/topic-offers.js';
import { tellConnection } from './connection-teller.js';
import { createLogbook } from './logbook.js';
import { createRightsOfUser } from './rights-of-user.js';
import { EMPTY_SESSION, type SessionState } from './session-state.js';
import type { Store } from './store.js';
import { createTabMemory, type TabMemory } from './tab-memory.js';
import { createTopicsOfUser, type TopicsOfUser } from './topics-of-user.js';

export interface SessionOptions {
  readonly store: Store<SessionState>;
  readonly configuration: PageConfiguration;
  readonly sandbox: SandboxReader | undefined;
  readonly credentials: Parameters<typeof createIotClient>[0]['credentials'];
  /** Of the ID token that there is now. */
  readonly claims: () => Promise<SignedInUser['claims']>;
  /** @default the tab's */
  readonly memory?: TabMemory;
}

/** Who is signed in. */
export interface SignedInUser {
  readonly email: string;
  /** Of the ID token. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What one user does, from the identity to the topics; each step is told to the store as it happens. */
export interface Session extends TopicsOfUser, Pick<LampOfUser, 'refreshDevices' | 'switchLamp'> {
  /** Walks the flow; refusals are told, not thrown. @param user undefined for a guest */
  start(user: SignedInUser | undefined): Promise<void>;
  /** Connects without waiting any longer; where nothing is tried any more, begins again with the same subscriptions. */
  tryNow(): Promise<void>;
  /** Takes up rights that have changed: what was taken away would work until the credentials end. */
  renewRights(): Promise<void>;
  /** Takes the policy off the identity, which ends its connections. */
  detach(): Promise<void>;
  /** Ends it; what it has told stays. @param signedOut whether what the user has not sent is to be forgotten */
  leave(signedOut: boolean): Promise<void>;
}

export function createSession(options: SessionOptions): Session {
  const { store, configuration, sandbox, credentials, claims, memory = createTabMemory(sessionStorage) } = options;
  const { outputs } = configuration;
  const logbook = createLogbook(store, sandbox, configuration.sandboxUrl);
  let client: IotClient | undefined;
  let user: SignedInUser | undefined;

  const ready = (): IotClient => {
    if (client === undefined) throw new Error('Sign in first.');
    return client;
  };
  const topics = createTopicsOfUser({ store, logbook });
  const rights = createRightsOfUser({ store, logbook, claims, isCurrent: (one) => one === client });
  const lamp = createLampOfUser({ store, logbook, current: () => client });

  store.subscribe(() => {
    const { sub, subscriptions, unsent, keptOver } = store.get();
    if (sub === undefined) return;
    memory.remember(sub, { filters: subscriptions.map(({ filter }) => filter), unsent: unsent + keptOver });
  });

  /** What the last client had is over. */
  const leave = async (signedOut: boolean) => {
    const leaving = client;
    client = undefined;
    lamp.forget();
    await leaving?.close({ signedOut });
  };

  /**
   * identity → attached if need be → connected → what is allowed → subscribed, to the filters or to what is proposed. Known
   * filters are asked for before there is a connection, so that what AWS IoT has kept for this tab finds somebody to hear it.
   */
  const connect = async (filters: readonly string[]) => {
    store.update(({ flow: { signIn } }) => ({ flow: { ...UNTOUCHED_FLOW, signIn }, failed: false }));
    const mine = createIotClient({ outputs, credentials, outbox: 'keep' });
    client = mine;
    store.update(() => ({ client: mine }));
    const stopTelling = tellConnection(mine, { store, sandbox, logbook, lamp, host: outputs.IotEndpoint });
    logbook.step('identity', 'busy');
    const connecting = logbook.attempt('connection', () => mine.connect());
    mine.on('step', ({ step }) => {
      if (step === 'connected') void rights.follow(mine);
    });
    mine.on('rights', (connection) => {
      // What was known is better than nothing until there is an answer.
      if (client === mine && connection !== undefined) store.update(() => ({ rights: connection }));
    });
    for (const filter of filters) topics.subscribe(filter);
    const connected = await connecting;
    if (client !== mine) return stopTelling();
    if (!connected) return store.update(() => ({ failed: true }));
    if (user !== undefined) await logbook.attempt('connection', () => rights.ask(mine));
    store.update(() => ({ keptOver: 0 }));
    const proposed = topicOffers(store.get().rights?.topics).filters.slice(0, 1);
    for (const filter of filters.length > 0 ? [] : proposed) {
      if (client === mine) topics.subscribe(filter);
    }
    if (client === mine) await lamp.begin();
  };

  return {
    async start(starting) {
      await leave(false);
      user = starting;
      const sub = subOf(starting);
      const { filters, unsent } = sub === undefined ? { filters: [], unsent: 0 } : memory.recall(sub);
      store.update(({ happenings }) => ({
        ...EMPTY_SESSION,
        email: starting?.email,
        sub,
        keptOver: unsent,
        holder: accessHolder(starting?.claims),
        happenings,
        flow:
          starting === undefined
            ? withStep(UNTOUCHED_FLOW, 'signIn', 'skipped', 'as a guest')
            : withStep(UNTOUCHED_FLOW, 'signIn', 'done', starting.email),
      }));
      if (unsent > 0) logbook.tell(`${messages(unsent)} of before the reload: kept, and sent before newer ones`);
      await connect(filters);
    },
    async tryNow() {
      logbook.tell('Trying now');
      const { connection, subscriptions, failed } = store.get();
      if (client !== undefined && !failed && connection !== 'denied' && connection !== 'closed') {
        await logbook.attempt('connection', ready().reconnect);
        return;
      }
      await leave(false);
      store.update(({ refusals }) => ({ refusals: refusals.filter(({ place }) => place !== 'connection') }));
      await connect(subscriptions.map(({ filter }) => filter));
    },
    ...topics,
    refreshDevices: lamp.refreshDevices,
    switchLamp: lamp.switchLamp,
    renewRights: async () => void (await logbook.attempt('connection', () => ready().reconnect())),
    async detach() {
      const detached = await logbook.attempt('connection', async () => {
        const { policyName } = await ready().detach();
        store.update(({ flow }) => ({
          policy: { name: policyName, attached: false },
          subscriptions: [],
          flow: { ...UNTOUCHED_FLOW, signIn: flow.signIn, identity: flow.identity },
        }));
      });
      lamp.forget();
      if (detached) logbook.tell('The policy was detached, and its connections were dropped');
    },
    async leave(signedOut) {
      user = undefined;
      await leave(signedOut);
    },
  };
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}

function subOf(user: SignedInUser | undefined): string | undefined {
  const sub = user?.claims.sub;
  return typeof sub === 'string' ? sub : undefined;
}
