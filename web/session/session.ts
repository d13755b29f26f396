import { createIotClient, type IotClient, type Message, type Subscription } from '../../client/index.js';
import type { Configuration } from '../configuration/configuration.js';
import { refuseBusy, type StepName, type StepStatus, untouchedFlow, withStep } from '../flow/flow.js';
import { explainRefusal } from '../refusals/explain-refusal.js';
import type { SandboxViews } from '../sandbox/sandbox-views.js';
import { createStore, emptySession, type Happening, type SessionState, type Store } from './session-state.js';
import { createStepTeller } from './step-teller.js';

export interface SessionOptions {
  readonly configuration: Configuration;
  readonly sandbox: SandboxViews | undefined;
  readonly credentials: Parameters<typeof createIotClient>[0]['credentials'];
}

/** What one user does, from the identity to the topics; each step is told to the store as it happens. */
export interface Session {
  readonly store: Store<SessionState>;
  /** Shows how the form fares. */
  signingIn(status: StepStatus, detail?: string): void;
  /** Walks the flow; refusals are told, not thrown. @param email undefined for a guest */
  start(email: string | undefined): Promise<void>;
  subscribe(filter: string): Promise<boolean>;
  unsubscribe(filter: string): Promise<void>;
  publish(topic: string, payload: string, qos: 0 | 1): Promise<boolean>;
  /** Takes the policy off the identity, which ends its connections. */
  detach(): Promise<void>;
  dismiss(refusalId: number): void;
  clearMessages(): void;
  stop(): Promise<void>;
}

const SHOWN_MESSAGES = 100;
const SHOWN_HAPPENINGS = 60;
/** Milliseconds that the plot looks back. */
export const PLOTTED = 60_000;

export function createSession({ configuration, sandbox, credentials }: SessionOptions): Session {
  const store = createStore(emptySession);
  const open = new Map<string, Subscription>();
  /** Filters that overlap are told of the same message. */
  const seen = new WeakSet<Message>();
  let client: IotClient | undefined;
  let nextId = 1;

  const tell = (text: string, tone: Happening['tone'] = 'plain') => {
    const happening = { id: nextId++, time: Date.now(), tone, text };
    store.update(({ happenings }) => ({ happenings: [happening, ...happenings].slice(0, SHOWN_HAPPENINGS) }));
  };
  const step = (name: StepName, status: StepStatus, detail = '') =>
    store.update(({ flow }) => ({ flow: withStep(flow, name, status, detail) }));

  const refuse = async (error: unknown) => {
    const { identityId } = store.get();
    const explained = { id: nextId++, ...(await explainRefusal(error, { identityId, sandbox })) };
    store.update(({ refusals, flow }) => ({
      // The same once more says nothing new.
      refusals: [
        explained,
        ...refusals.filter(({ title, subject }) => title !== explained.title || subject !== explained.subject),
      ].slice(0, 3),
      // A topic that is refused ends no step: the others go on.
      flow: explained.aboutTopic ? flow : refuseBusy(flow, explained.title),
    }));
    tell([explained.title, explained.subject].filter(Boolean).join(': '), 'bad');
  };

  /** @returns whether it went well; a refusal is told */
  const attempt = async (act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      await refuse(error);
      return false;
    }
  };

  const ready = (): IotClient => {
    if (client === undefined) throw new Error('Sign in first.');
    return client;
  };

  const onStep = createStepTeller({ store, sandbox, tell, step });

  const onMessage = (filter: string, message: Message) => {
    const time = Date.now();
    const isNew = !seen.has(message);
    seen.add(message);
    const shown = { id: nextId++, time, topic: message.topic, text: message.text() };
    store.update(({ messages, received, arrivals, subscriptions }) => ({
      messages: isNew ? [shown, ...messages].slice(0, SHOWN_MESSAGES) : messages,
      received: received + (isNew ? 1 : 0),
      arrivals: [...arrivals.filter((one) => one.time > time - PLOTTED), { time, filter }],
      subscriptions: subscriptions.map((one) => (one.filter === filter ? { ...one, received: one.received + 1 } : one)),
    }));
  };

  const showTopics = () => {
    const active = store.get().subscriptions.filter(({ status }) => status === 'active').length;
    if (active === 0) step('topics', 'waiting');
    else step('topics', 'done', active === 1 ? '1 subscription' : `${active} subscriptions`);
  };

  const session: Session = {
    store,
    signingIn: (status, detail) => step('signIn', status, detail),
    async start(email) {
      await client?.close();
      open.clear();
      const mine = createIotClient({ outputs: configuration.outputs, credentials });
      client = mine;
      store.update(({ happenings }) => ({
        ...emptySession,
        email,
        happenings,
        flow: email === undefined ? untouchedFlow : withStep(untouchedFlow, 'signIn', 'done', email),
      }));
      mine.on('step', onStep);
      mine.on('error', (error) => void refuse(error));
      mine.on('state', (connection, error) => {
        if (connection === 'connecting' && store.get().connection === 'connected') {
          tell('The connection was closed');
          step('connect', 'busy', 'Connecting again');
        }
        store.update(() => ({ connection }));
        if (error !== undefined && store.get().flow.connect.status === 'done') void refuse(error);
      });
      await attempt(async () => {
        step('identity', 'busy');
        const identityId = await mine.identify();
        store.update(() => ({ identityId }));
        step('identity', 'done', identityId);
        tell(`Identity ${identityId}`, 'good');
        const { policyName, attached = true } = await mine.attachment();
        store.update(() => ({ policy: { name: policyName, attached } }));
        tell(attached ? `Policy ${policyName} is attached` : `Policy ${policyName} is not attached yet`);
        step('connect', 'busy');
        await mine.connect();
        await session.subscribe(mine.myTopic('#'));
      });
    },

    subscribe(filter) {
      if (open.has(filter)) return Promise.resolve(true);
      const waiting = { filter, status: 'waiting' as const, received: 0 };
      store.update(({ subscriptions }) => ({
        subscriptions: [...subscriptions.filter((one) => one.filter !== filter), waiting],
      }));
      return attempt(async () => {
        try {
          open.set(filter, await ready().subscribe(filter, (message) => onMessage(filter, message)));
          store.update(({ subscriptions }) => ({
            subscriptions: subscriptions.map((one) => (one.filter === filter ? { ...one, status: 'active' } : one)),
          }));
          tell(`Subscribed to ${filter}`, 'good');
        } catch (error) {
          store.update(({ subscriptions }) => ({
            subscriptions: subscriptions.filter((one) => one.filter !== filter),
          }));
          throw error;
        } finally {
          showTopics();
        }
      });
    },

    async unsubscribe(filter) {
      const subscription = open.get(filter);
      open.delete(filter);
      store.update(({ subscriptions }) => ({ subscriptions: subscriptions.filter((one) => one.filter !== filter) }));
      showTopics();
      await attempt(async () => subscription?.unsubscribe());
      tell(`Unsubscribed from ${filter}`);
    },

    publish: (topic, payload, qos) => attempt(() => ready().publish(topic, payload, { qos })),

    async detach() {
      const detached = await attempt(async () => {
        const { policyName } = await ready().detach();
        store.update(({ flow }) => ({
          policy: { name: policyName, attached: false },
          subscriptions: [],
          flow: { ...untouchedFlow, signIn: flow.signIn, identity: flow.identity },
        }));
      });
      open.clear();
      if (detached) tell('The policy was detached, and its connections were dropped');
    },

    dismiss: (refusalId) =>
      store.update(({ refusals }) => ({ refusals: refusals.filter(({ id }) => id !== refusalId) })),
    clearMessages: () => store.update(() => ({ messages: [], received: 0, arrivals: [] })),

    async stop() {
      const closing = client;
      client = undefined;
      open.clear();
      await closing?.close();
      store.update(() => emptySession);
    },
  };
  return session;
}
