import type { IotClient, Step } from '../../client/index.js';
import type { DecisionLayer } from '../../contract/decision.js';
import { tellConnection } from '../../web/session/connection-teller.js';
import { createLogbook } from '../../web/session/logbook.js';
import { EMPTY_SESSION } from '../../web/session/session-state.js';
import { createStore } from '../../web/session/store.js';

type Listener = (...values: unknown[]) => void;

/** The page's state, told by a client of which only the events are real. */
function told(...layers: DecisionLayer[]) {
  const listeners = new Map<string, Listener>();
  const client = {
    on(name: string, listener: Listener) {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  } as unknown as IotClient; // Nothing else of it is asked.
  const asked = { number: 1, time: '2026-01-01T00:00:00.000Z', principal: 'Authenticated' };
  const decision = { ...asked, action: 'iot:Connect', resource: 'client/x', allowed: false, layers };
  const sandbox = { lastMessage: async () => undefined, lastRefusal: async () => decision };
  const store = createStore(EMPTY_SESSION);
  tellConnection(client, { store, sandbox, logbook: createLogbook(store, sandbox), host: '127.0.0.1:8001' });
  return {
    step: (step: Step) => listeners.get('step')?.(step),
    state: (state: string, error?: Error) => listeners.get('state')?.(state, error),
    lines: () => store.get().happenings.map(({ text }) => text),
    store,
  };
}

const handshake: Step = { step: 'refused', by: 'handshake', status: undefined };

describe('what the page tells of connecting', () => {
  it('tells a Deny as a Deny, by the same words as the card', async () => {
    const denied: DecisionLayer = {
      kind: 'iot-policy',
      effect: 'ExplicitDeny',
      document: 'policy P',
      statement: 'No',
    };
    const { step, lines } = told(denied, { kind: 'iam-role', effect: 'ImplicitDeny' });
    step({ step: 'refused', by: 'connect', status: undefined });
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines()).toEqual([
      'IAM role has no statement that allows it (iot:Connect)',
      'policy P denies it, in statement No (iot:Connect)',
      expect.stringContaining('closed the connection on CONNECT'),
    ]);
  });

  it.each([
    { reasonCode: 0x87, line: 'refused CONNECT as not authorized' },
    { reasonCode: 0x97, line: 'the reason code 151; it is tried again' },
  ])('tells what the reason code $reasonCode means', async ({ reasonCode, line }) => {
    const { step, lines } = told();
    step({ step: 'refused', by: 'connect', status: undefined, reasonCode });
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines().at(-1)).toContain(line);
  });

  it('calls a WebSocket that did not open no refusal as long as nothing answers', () => {
    const { step, state, lines, store } = told();
    step(handshake);
    state('offline');
    step({ step: 'credentials', identityId: undefined, expiration: undefined });
    step(handshake);
    step({ step: 'credentials', identityId: undefined, expiration: undefined });
    expect(lines()).toEqual(['Nothing answers at 127.0.0.1:8001; trying again']);
    expect(store.get().connection).toBe('offline');
  });

  it('says that the signed URL was refused where the client then signs anew', () => {
    const { step, lines } = told();
    step(handshake);
    step({ step: 'credentials', identityId: 'us-east-1:1', expiration: undefined });
    expect(lines()).toContain('AWS IoT refused the signed URL; it is signed anew');
  });

  it('explains why the connection is given up, whatever was under way', async () => {
    const { step, state, store } = told();
    step({ step: 'connected', clientId: 'a', sessionPresent: false });
    state('connected');
    state('connecting');
    expect(store.get().flow.connect).toEqual({ status: 'busy', detail: 'Connecting again' });
    state('denied', new Error('It has ended.'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.get().refusals).toMatchObject([{ place: 'connection', meaning: 'It has ended.' }]);
    expect(store.get().flow.connect.status).toBe('refused');
  });
});
