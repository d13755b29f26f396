import { createIotClient, type IotClient } from '../../client/index.js';
import type { Configuration } from '../configuration/configuration.js';
import { type StepStatus, untouchedFlow, withStep } from '../flow/flow.js';
import { accessHolder } from '../refusals/access-holder.js';
import type { SandboxViews } from '../sandbox/sandbox-views.js';
import { topicOffers } from '../topics/topic-offers.js';
import { tellConnection } from './connection-teller.js';
import { createJournal } from './journal.js';
import { emptySession, type SessionState } from './session-state.js';
import { createStore, type Store } from './store.js';
import { createTopics, type TopicsOfUser } from './topics.js';

export interface SessionOptions {
  readonly configuration: Configuration;
  readonly sandbox: SandboxViews | undefined;
  readonly credentials: Parameters<typeof createIotClient>[0]['credentials'];
}

/** Who is signed in. */
export interface SignedInUser {
  readonly email: string;
  /** Of the ID token. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What one user does, from the identity to the topics; each step is told to the store as it happens. */
export interface Session extends Omit<TopicsOfUser, 'forget'> {
  readonly store: Store<SessionState>;
  /** Shows how the form fares. */
  signingIn(status: StepStatus, detail?: string): void;
  /** Walks the flow; refusals are told, not thrown. @param user undefined for a guest */
  start(user: SignedInUser | undefined): Promise<void>;
  /** Connects without waiting any longer; where nothing is tried any more, begins again with the same subscriptions. */
  tryNow(): Promise<void>;
  /** Takes the policy off the identity, which ends its connections. */
  detach(): Promise<void>;
  dismiss(refusalId: number): void;
  /** @param why by the user, or since there are no tokens any more: then it is still told why */
  stop(why: 'signed out' | 'ended'): Promise<void>;
}

export function createSession({ configuration, sandbox, credentials }: SessionOptions): Session {
  const { outputs } = configuration;
  const store = createStore(emptySession);
  const journal = createJournal(store, sandbox);
  let client: IotClient | undefined;
  let user: SignedInUser | undefined;

  const ready = (): IotClient => {
    if (client === undefined) throw new Error('Sign in first.');
    return client;
  };
  const topics = createTopics({ store, journal, client: ready });

  /** What the last client had is over. */
  const leave = async () => {
    const leaving = client;
    client = undefined;
    topics.forget();
    await leaving?.close();
  };

  /** identity → attached if need be → connected → what is allowed → subscribed, to the filters or to what is proposed */
  const connect = async (filters: readonly string[]) => {
    store.update(({ flow: { signIn } }) => ({ flow: { ...untouchedFlow, signIn }, failed: false }));
    const mine = createIotClient({ outputs, credentials });
    client = mine;
    const stopTelling = tellConnection(mine, { store, sandbox, journal, host: outputs.IotEndpoint });
    journal.step('identity', 'busy');
    const connected = await journal.attempt('connection', () => mine.connect());
    if (client !== mine) return stopTelling();
    if (!connected) return store.update(() => ({ failed: true }));
    if (user !== undefined) await journal.attempt('connection', () => askForRights(mine));
    const proposed = topicOffers(store.get().rights?.topics).filters.slice(0, 1);
    for (const filter of filters.length > 0 ? filters : proposed) {
      if (client === mine) await topics.subscribe(filter);
    }
  };

  const askForRights = async (mine: IotClient) => {
    const { policyName, attached = true, connection } = await mine.attachment();
    if (client !== mine) return;
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
    store,
    signingIn: (status, detail) => journal.step('signIn', status, detail),
    async start(starting) {
      await leave();
      user = starting;
      store.update(({ happenings }) => ({
        ...emptySession,
        email: starting?.email,
        holder: accessHolder(starting?.claims),
        happenings,
        flow:
          starting === undefined
            ? withStep(untouchedFlow, 'signIn', 'skipped', 'as a guest')
            : withStep(untouchedFlow, 'signIn', 'done', starting.email),
      }));
      await connect([]);
    },
    async tryNow() {
      journal.tell('Trying now');
      const { connection, subscriptions, failed } = store.get();
      if (client !== undefined && !failed && connection !== 'denied' && connection !== 'closed') {
        await journal.attempt('connection', ready().reconnect);
        return;
      }
      await leave();
      store.update(({ refusals }) => ({ refusals: refusals.filter(({ place }) => place !== 'connection') }));
      await connect(subscriptions.map(({ filter }) => filter));
    },
    ...topics,
    async detach() {
      const detached = await journal.attempt('connection', async () => {
        const { policyName } = await ready().detach();
        store.update(({ flow }) => ({
          policy: { name: policyName, attached: false },
          subscriptions: [],
          flow: { ...untouchedFlow, signIn: flow.signIn, identity: flow.identity },
        }));
      });
      topics.forget();
      if (detached) journal.tell('The policy was detached, and its connections were dropped');
    },
    dismiss: (refusalId) =>
      store.update(({ refusals }) => ({ refusals: refusals.filter(({ id }) => id !== refusalId) })),
    async stop(why) {
      user = undefined;
      await leave();
      store.update(({ refusals }) => ({
        ...emptySession,
        refusals: why === 'ended' ? refusals.filter(({ signInAgain }) => signInAgain) : [],
      }));
    },
  };
}
