import type { KeeperEvent, KeeperState, Life, OpenConnection } from '../../client/connection-states.js';
import { lastSignedWith, shownState, transition } from '../../client/connection-transition.js';
import { ClientIdTakenError, ClosedError } from '../../client/index.js';
import { type At, CANNOT, expected, type Is } from './expected-transitions.js';

const credentials = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'secret',
  sessionToken: undefined,
  expiration: undefined,
  identityId: 'eu-west-1:a',
};
const life: Life = { abort: new AbortController(), within: 300_000, shortLives: 0 };
const first = { ...credentials, accessKeyId: 'ASIA2' };
const last = { clientId: 'a', credentials };
const reason = new ClosedError();
const error = new Error('no');

function connectionWith(sessionPresent: boolean): OpenConnection {
  const nothing = async () => {};
  const session = {
    sessionPresent,
    receiveMaximum: 100,
    publish: nothing,
    subscribe: nothing,
    unsubscribe: nothing,
    close: nothing,
  };
  return { ...last, session, openedAt: 0 };
}
const connection = connectionWith(true);

const states: { readonly [A in At]: Extract<KeeperState, { at: A }> } = {
  closed: { at: 'closed', reason, last },
  denied: { at: 'denied', error, last },
  connecting: { at: 'connecting', shows: 'connecting', life, last },
  pausing: { at: 'pausing', life, last },
  connected: { at: 'connected', life, connection },
  draining: { at: 'draining', life, connection, first, rests: false },
  leaving: { at: 'leaving', life, first, rests: false, last },
  resting: { at: 'resting', life, last },
  stopping: { at: 'stopping', life, connection, reason },
};
const events: { readonly [I in Is]: Extract<KeeperEvent, { is: I }> } = {
  start: { is: 'start', life },
  renew: { is: 'renew', first },
  stop: { is: 'stop', reason },
  progress: { is: 'progress', shows: 'offline' },
  opened: { is: 'opened', connection, ended: false },
  failed: { is: 'failed', error },
  lost: { is: 'lost', connection, reasonCode: undefined, lived: 60_000, explained: false },
  drained: { is: 'drained', connection },
  left: { is: 'left' },
  paused: { is: 'paused' },
  hidden: { is: 'hidden' },
  seen: { is: 'seen' },
};

const cells = Object.values(states).flatMap((state) =>
  Object.values(events).map((event) => ({
    state,
    event,
    follows: expected[state.at][event.is],
    at: state.at,
    is: event.is,
  })),
);

it.each(cells)('$at, $is -> $follows', ({ state, event, follows, at, is }) => {
  if (follows === CANNOT) {
    const message = `The event "${is}" cannot happen to a connection that is ${at}.`;
    expect(() => transition(state, event)).toThrow(message);
    return;
  }
  const { state: next, effects } = transition(state, event);
  const done = effects.map((effect) => effect.do).join(', ');
  expect(done === '' ? next.at : `${next.at}: ${done}`).toBe(follows);
});

describe('a connection that has ended', () => {
  const other = connectionWith(true);

  it.each(Object.values(states).filter((state) => 'connection' in state))(
    'is not taken for the one in use: $at',
    (state) => {
      for (const event of [
        { ...events.lost, connection: other },
        { ...events.drained, connection: other },
      ]) {
        expect(transition(state, event)).toEqual({ state, effects: [] });
      }
    },
  );

  it('is come back from after a pause that grows with the connections that were taken over', () => {
    const event = { ...events.lost, lived: 10, explained: false };
    const once = transition(states.connected, event);
    expect(once.state).toMatchObject({ at: 'pausing', life: { shortLives: 1 }, last });
    expect(once.effects).toContainEqual({ do: 'pause', life, atMost: 1000 });
    const explained = transition(states.connected, { ...event, explained: true });
    expect(explained.effects).toContainEqual({ do: 'pause', life, atMost: 0 });
  });

  it('is given up when it was taken over three times in a row', () => {
    const event = { ...events.lost, lived: 10, explained: false };
    const { state, effects } = transition({ ...states.connected, life: { ...life, shortLives: 2 } }, event);
    expect(state).toMatchObject({ at: 'denied', error: expect.any(ClientIdTakenError) });
    expect(effects.map((effect) => effect.do)).toEqual(['cancelRefresh', 'closeOutbox', 'end']);
  });

  it('was not taken over when the network was away since', () => {
    const taken = { ...states.connecting, life: { ...life, shortLives: 2 } };
    expect(transition(taken, events.progress).state).toMatchObject({ life: { shortLives: 0 } });
    expect(transition(taken, { is: 'progress', shows: 'attaching' }).state).toMatchObject({ life: { shortLives: 2 } });
  });

  it('is opened, but not used, when it ended before it was taken into use', () => {
    const { state, effects } = transition(states.connecting, { ...events.opened, ended: true });
    expect(state.at).toBe('connected');
    expect(effects.map((effect) => effect.do)).toEqual(['planRefresh']);
  });
});

it('the filters are sent again where the broker has lost the session', () => {
  const { effects } = transition(states.connecting, { ...events.opened, connection: connectionWith(false) });
  expect(effects.map((effect) => effect.do)).toEqual(['renewSubscriptions', 'planRefresh', 'openOutbox']);
});

it('the first connect has a time limit, and the later ones have none', () => {
  expect(transition(states.closed, events.start).effects).toContainEqual({ do: 'connect', life, within: 300_000 });
  expect(transition(states.pausing, events.paused).effects).toEqual([{ do: 'connect', life }]);
  expect(transition(states.leaving, events.left).effects).toContainEqual({ do: 'connect', life, first });
});

it.each([
  { shown: 'closed', at: ['closed'] },
  { shown: 'denied', at: ['denied'] },
  { shown: 'connecting', at: ['connecting', 'pausing'] },
  { shown: 'connected', at: ['connected', 'draining', 'leaving', 'stopping'] },
])('the app is told "$shown" while it is $at', ({ shown, at }) => {
  const told = Object.values(states).filter((state) => shownState(state) === shown);
  expect(told.map((state) => state.at)).toEqual(at);
});

it('what the last connection was signed with is known in every state', () => {
  for (const state of Object.values(states)) expect(lastSignedWith(state)).toMatchObject(last);
});
