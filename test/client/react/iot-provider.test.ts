/** @jest-environment ./test/support/page-environment.cjs */
import { act, Component, createElement, type ReactNode } from 'react';
import type { StackOutputs } from '../../../client/index.js';
import {
  IotProvider,
  type IotProviderOfOptionsProps,
  useIotClient,
  useIotState,
  useMyTopic,
  usePublish,
  useSubscription,
} from '../../../client/react/react.js';
import { createFakeIotClient } from '../../../client/testing/testing.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { clientUnderTest } from '../client-under-test.js';
import { sandboxClients } from '../sandbox-clients.js';
import { settled, shownPages, within } from './page.js';

// MQTT.js takes whatever has a window for a browser, and looks for workers there.
jest.mock('../../../node_modules/mqtt/build/lib/is-browser.js', () => ({ __esModule: true, default: false }));

// Before those of the sandbox, since pages end first.
const { show, end } = shownPages();
const { boot, newUser } = sandboxClients();

function State() {
  const { state, error, identityId } = useIotState();
  return `${state} ${error?.name ?? ''} ${identityId ?? 'nobody'}`;
}

describe('IotProvider with options', () => {
  let sandbox: Sandbox;
  let options: IotProviderOfOptionsProps['options'];
  beforeEach(async () => {
    sandbox = await boot();
    const { credentials } = await newUser(sandbox);
    // It is our own stack that the sandbox has booted.
    const outputs = sandbox.outputs as unknown as StackOutputs;
    options = { outputs, credentials, now: sandbox.clock.now };
  });

  it('makes one connection in StrictMode, by which messages come and go, and closes it when it is unmounted', async () => {
    let publish: ReturnType<typeof usePublish> | undefined;
    function Echo() {
      publish = usePublish();
      const topic = useMyTopic('echo');
      const { isSubscribed, message } = useSubscription(topic);
      return `${isSubscribed} ${message?.text()}`;
    }
    const shown = await show(createElement(IotProvider, { options }, createElement(Echo)));
    await settled(() => shown.text.startsWith('true'));
    const [connection] = sandbox.views.connections();
    await act(async () => publish?.(`users/${connection?.identityId}/echo`, 'hello'));
    await settled(() => shown.text === 'true hello');
    expect(shown.text).toBe('true hello');
    await shown.render(null);
    const connected = () => sandbox.views.connections().filter(({ connectedAt }) => connectedAt !== undefined);
    await settled(() => connected().every(({ end }) => end !== undefined));
    expect(connected()).toEqual([
      expect.objectContaining({ end: expect.objectContaining({ reason: 'CLIENT_INITIATED_DISCONNECT' }) }),
    ]);
  });

  it('connects when something is to be sent, where it is not to connect by itself', async () => {
    const shown = await show(createElement(IotProvider, { options, connect: false }, createElement(State)));
    await settled();
    expect(shown.text).toBe('closed  nobody');
    expect(sandbox.views.connections()).toEqual([]);
  });

  it('makes another connection under another key', async () => {
    const shown = await show(createElement(IotProvider, { options, key: 'a' }, createElement(State)));
    await settled(() => shown.text.startsWith('connected'));
    const { credentials, identityId } = await newUser(sandbox);
    const other = { ...options, credentials };
    await shown.render(createElement(IotProvider, { options: other, key: 'b' }, createElement(State)));
    await settled(() => shown.text.endsWith(identityId) && shown.text.startsWith('connected'));
    expect(shown.text).toBe(`connected  ${identityId}`);
    expect(sandbox.views.connections().filter(({ end }) => end === undefined)).toHaveLength(1);
  });

  it('gives what is wrong with them to the error boundary around it', async () => {
    const wrong = { ...options, outputs: {} as StackOutputs };
    const errors: Error[] = [];
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await show(createElement(Boundary, { errors }, createElement(IotProvider, { options: wrong })));
    expect(errors[0]).toMatchObject({ code: 'InvalidOutputs' });
    jest.restoreAllMocks();
  });
});

describe('IotProvider with a client', () => {
  it('shows its state, neither connects nor closes it, and takes another one', async () => {
    const [one, two] = [clientUnderTest(), clientUnderTest()];
    for (const { client } of [one, two]) end(() => act(() => client.close()));
    const shown = await show(within(one.client, createElement(State)));
    await settled();
    expect(one.broker.tries).toEqual([]);
    await act(() => one.client.connect());
    expect(shown.text).toBe(`connected  ${one.client.identityId}`);
    await shown.render(within(two.client, createElement(State)));
    expect(shown.text).toBe('closed  nobody');
    expect(one.client.state).toBe('connected');
  });

  it('shows why it is denied, also where that was before', async () => {
    const { client } = clientUnderTest({ credentials: async () => ({}) });
    end(() => client.close());
    await expect(client.connect()).rejects.toThrow();
    const shown = await show(within(client, createElement(State)));
    expect(shown.text).toBe('denied NotSignedInError nobody');
  });

  it('shows that an operator has revoked the user', async () => {
    const { client, user } = createFakeIotClient();
    end(() => client.close());
    const shown = await show(within(client, createElement(State)));
    await act(() => client.connect());
    await act(() => user.revoke());
    expect(shown.text).toBe(`denied RevokedError ${client.identityId}`);
  });

  it('gives the client itself', async () => {
    const { client } = clientUnderTest();
    let given: unknown;
    function Take() {
      given = useIotClient();
      return null;
    }
    await show(within(client, createElement(Take)));
    expect(given).toBe(client);
  });

  it('tells onError what no call waits for, and leaves it to the client where there is none', async () => {
    const { client, broker, errors } = clientUnderTest();
    end(() => client.close());
    await client.connect();
    const told: unknown[] = [];
    function Failing() {
      useSubscription('a', () => {
        throw new Error('of the handler');
      });
      return null;
    }
    const onError = (error: unknown) => told.push(error);
    await show(createElement(IotProvider, { client, onError }, createElement(Failing)));
    await settled(() => broker.last.sent.length > 0);
    await act(async () =>
      broker.last.onMessage({ topic: 'a', payload: new Uint8Array(), qos: 1, retain: false, dup: false }),
    );
    expect(told).toEqual([expect.objectContaining({ message: 'of the handler' })]);
    expect(errors).toEqual(told);
  });
});

it('a hook outside of a provider says so', async () => {
  const errors: Error[] = [];
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await show(createElement(Boundary, { errors }, createElement(State)));
  expect(errors[0]?.message).toMatch(/no IotProvider around/);
  jest.restoreAllMocks();
});

class Boundary extends Component<{ readonly errors: Error[]; readonly children?: ReactNode }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override componentDidCatch(error: Error) {
    this.props.errors.push(error);
  }
  override render() {
    return this.state.hasFailed ? null : this.props.children;
  }
}
