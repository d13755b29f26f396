import type {
  Connecting,
  ConnectionState,
  Draining,
  Effect,
  InUse,
  KeeperEvent,
  KeeperState,
  Leaving,
  Pausing,
  Resting,
  SignedWith,
  Stopping,
  Transition,
} from './connection-states.js';
import { ClientIdTakenError } from './iot-access-error.js';
import { countShortLives, MOST_SHORT_LIVES } from './short-lives.js';

type At = KeeperState['at'];
type Is = KeeperEvent['is'];
type StateAt<A extends At> = Extract<KeeperState, { at: A }>;
type EventOf<I extends Is> = Extract<KeeperEvent, { is: I }>;
type Step<State, Event> = (state: State, event: Event) => Transition;

/** What happens in which state. What is not in the table cannot happen there. */
const TABLE: { readonly [A in At]: { readonly [I in Is]?: Step<StateAt<A>, EventOf<I>> } } = {
  closed: { start, renew: nudge, stop: stay, failed: stay, hidden: stay, seen: stay },
  denied: {
    start,
    renew: nudge,
    stop: ({ last }, { reason }) => to({ at: 'closed', reason, last }),
    failed: stay,
    hidden: stay,
    seen: stay,
  },
  connecting: {
    start: stay,
    renew: nudge,
    stop,
    progress,
    opened,
    failed: deny,
    lost: stay,
    drained: stay,
    // It rests once it is connected.
    hidden: stay,
    seen: nudge,
  },
  pausing: {
    start: stay,
    renew: nudge,
    stop,
    failed: deny,
    lost: stay,
    drained: stay,
    hidden: stay,
    seen: nudge,
    paused: ({ life, last }) => to({ at: 'connecting', shows: 'connecting', life, last }, { do: 'connect', life }),
  },
  connected: {
    start: stay,
    renew: (state, { first }) => drain(state, { first, rests: false }),
    stop: drainAndStop,
    failed: deny,
    lost,
    drained: stay,
    hidden: (state) => drain(state, { first: undefined, rests: true }),
    seen: stay,
  },
  draining: {
    start: stay,
    renew: stay,
    stop: drainAndStop,
    failed: deny,
    lost,
    drained(state, { connection }) {
      if (state.connection !== connection) return stay(state);
      const { life, first, rests } = state;
      const last = withoutSession(connection);
      return to({ at: 'leaving', life, first, rests, last }, { do: 'leave', life, connection });
    },
    hidden: (state) => to({ ...state, rests: true }),
    seen: (state) => to({ ...state, rests: false }),
  },
  leaving: {
    start: stay,
    renew: nudge,
    stop,
    failed: deny,
    lost: stay,
    drained: stay,
    left({ life, first, rests, last }) {
      const close: Effect = { do: 'closeOutbox', end: 'planned' };
      if (rests) return to({ at: 'resting', life, last }, close);
      return to({ at: 'connecting', shows: 'connected', life, last }, close, { do: 'connect', life, first });
    },
    hidden: (state) => to({ ...state, rests: true }),
    seen: (state) => to({ ...state, rests: false }),
  },
  resting: {
    start: stay,
    renew: stay,
    stop,
    failed: deny,
    lost: stay,
    drained: stay,
    hidden: stay,
    seen: ({ life, last }) => to({ at: 'connecting', shows: 'connecting', life, last }, { do: 'connect', life }),
  },
  stopping: {
    start: stay,
    renew: stay,
    stop: drainAndStop,
    failed: stay,
    hidden: stay,
    seen: stay,
    lost: (state, { connection, reasonCode }) =>
      state.connection === connection ? to(state, { do: 'closeOutbox', end: 'unexpected', reasonCode }) : stay(state),
    drained(state, { connection }) {
      if (state.connection !== connection) return stay(state);
      const { life, reason } = state;
      return to(
        { at: 'closed', reason, last: withoutSession(connection) },
        { do: 'end', life, reason },
        { do: 'disconnect', connection, unsubscribe: true },
      );
    },
  },
};

/**
 * What the keeper of a connection does next. It does nothing itself.
 *
 * @throws Error when that cannot happen now
 */
export function transition(state: KeeperState, event: KeeperEvent): Transition {
  // The compiler does not see that both are of one pair.
  const step = TABLE[state.at][event.is] as Step<KeeperState, KeeperEvent> | undefined;
  if (step === undefined) throw new Error(`The event "${event.is}" cannot happen to a connection that is ${state.at}.`);
  return step(state, event);
}

export function shownState({ at, ...state }: KeeperState): ConnectionState {
  if ('shows' in state) return state.shows;
  if (at === 'pausing') return 'connecting';
  if (at === 'resting') return 'paused';
  return at === 'closed' || at === 'denied' ? at : 'connected';
}

/** What the connection is signed with, or the last one was. */
export function lastSignedWith(state: KeeperState): SignedWith | undefined {
  return 'connection' in state ? state.connection : state.last;
}

function to(state: KeeperState, ...effects: readonly Effect[]): Transition {
  return { state, effects };
}

function stay(state: KeeperState): Transition {
  return to(state);
}

function nudge(state: KeeperState): Transition {
  return to(state, { do: 'nudge' });
}

function start(state: StateAt<'closed' | 'denied'>, { life }: EventOf<'start'>): Transition {
  return to(
    { at: 'connecting', shows: 'connecting', life, last: state.last },
    { do: 'begin', life },
    { do: 'connect', life, within: life.within },
  );
}

/** A network that is away has ended the connections before, and nobody who takes the client ID. */
function progress(state: Connecting, { shows }: EventOf<'progress'>): Transition {
  const life = shows === 'offline' ? { ...state.life, shortLives: 0 } : state.life;
  return to({ ...state, shows, life });
}

function opened({ life }: Connecting, { connection, ended }: EventOf<'opened'>): Transition {
  const effects: Effect[] = [{ do: 'planRefresh', credentials: connection.credentials }];
  if (!connection.session.sessionPresent) effects.unshift({ do: 'renewSubscriptions' });
  if (!ended) effects.push({ do: 'openOutbox', connection });
  return to({ at: 'connected', connection, life }, ...effects);
}

function lost(state: InUse | Draining, event: EventOf<'lost'>): Transition {
  const { connection, life } = state;
  if (event.connection !== connection) return stay(state);
  const last = withoutSession(connection);
  const { reasonCode } = event;
  const ended: Effect[] = [{ do: 'cancelRefresh' }, { do: 'closeOutbox', end: 'unexpected', reasonCode }];
  const shortLives = countShortLives(life.shortLives, event);
  if (shortLives >= MOST_SHORT_LIVES) {
    const error = new ClientIdTakenError(connection.clientId, reasonCode);
    return to({ at: 'denied', error, last }, ...ended, { do: 'end', life, reason: error });
  }
  // By chance, so that two who take the client ID from each other do not do so in step.
  const pause: Effect = { do: 'pause', life, atMost: 1000 * shortLives };
  return to({ at: 'pausing', life: { ...life, shortLives }, last }, ...ended, pause);
}

function deny(
  state: Connecting | Pausing | InUse | Draining | Leaving | Resting,
  { error }: EventOf<'failed'>,
): Transition {
  const end: Effect = { do: 'end', life: state.life, reason: error };
  if (!('connection' in state)) return to({ at: 'denied', error, last: state.last }, end);
  const { connection } = state;
  const disconnect: Effect = { do: 'disconnect', connection, unsubscribe: false };
  return to({ at: 'denied', error, last: withoutSession(connection) }, end, disconnect);
}

function stop({ life, last }: Connecting | Pausing | Leaving | Resting, { reason }: EventOf<'stop'>): Transition {
  return to({ at: 'closed', reason, last }, { do: 'end', life, reason });
}

function drain({ life, connection }: InUse, next: Pick<Draining, 'first' | 'rests'>): Transition {
  return to({ at: 'draining', life, connection, ...next }, { do: 'cancelRefresh' }, { do: 'drain', life, connection });
}

function drainAndStop(state: InUse | Draining | Stopping, { reason }: EventOf<'stop'>): Transition {
  const { life, connection } = state;
  return to({ at: 'stopping', life, connection, reason }, { do: 'drain', life, connection });
}

function withoutSession({ clientId, credentials }: SignedWith): SignedWith {
  return { clientId, credentials };
}
