/** @jest-environment ./test/support/page-environment.cjs */
import { act, createElement, Suspense, use } from 'react';
import type { Message } from '../../../client/index.js';
import { IotProvider, type UseSubscriptionOptions, useMyTopic, useSubscription } from '../../../client/react/react.js';
import { clientUnderTest } from '../client-under-test.js';
import type { FakeBroker } from '../fake-broker.js';
import { settled, shownPages, within } from './page.js';

const { show, end } = shownPages();

/** A client on a fake broker; it ends after the page. */
function clientOnBroker() {
  const made = clientUnderTest();
  end(() => made.client.close());
  return made;
}

async function connected() {
  const made = clientOnBroker();
  await made.client.connect();
  return made;
}

interface ReaderProps {
  readonly filter: string | undefined;
  readonly to?: ((message: Message) => unknown) | UseSubscriptionOptions;
}

/** Shows what the hook gives. */
function Reader({ filter, to }: ReaderProps) {
  const { isSubscribed, error, message } = useSubscription(filter, to);
  return `${isSubscribed ? 'subscribed' : 'waiting'} ${error?.name ?? ''} ${message?.text() ?? ''}`;
}

const reader = (filter: string | undefined, to?: ReaderProps['to']) =>
  createElement(Reader, to === undefined ? { filter } : { filter, to });

function deliver(broker: FakeBroker, topic: string, text: string): Promise<void> {
  const payload = new TextEncoder().encode(text);
  return act(async () => broker.last.onMessage({ topic, payload, qos: 1, retain: false, dup: false }));
}

const subscribes = ({ connections }: FakeBroker) => connections.flatMap(({ sent }) => sent.map(({ kind }) => kind));

describe('useSubscription', () => {
  it('connects, subscribes once in StrictMode, and unsubscribes when the component goes', async () => {
    const { client, broker } = clientOnBroker();
    const shown = await show(within(client, reader('a')));
    await settled(() => shown.text.startsWith('subscribed'));
    expect(broker.connections).toHaveLength(1);
    expect(subscribes(broker)).toEqual(['subscribe']);
    await shown.render(within(client, null));
    await settled();
    expect(subscribes(broker)).toEqual(['subscribe', 'unsubscribe']);
  });

  it('gives each message to the handler of the last render, without subscribing again or rendering', async () => {
    const { client, broker } = await connected();
    const heard: string[] = [];
    const hearAs = (name: string) => reader('a', (message) => heard.push(`${name} ${message.text()}`));
    const shown = await show(within(client, hearAs('first')));
    await settled();
    await deliver(broker, 'a', '1');
    await shown.render(within(client, hearAs('second')));
    await deliver(broker, 'a', '2');
    expect(heard).toEqual(['first 1', 'second 2']);
    expect(subscribes(broker)).toEqual(['subscribe']);
    expect(shown.text).toBe('subscribed  ');
  });

  it('gives the last message where there is no handler, and none of the filter before', async () => {
    const { client, broker } = await connected();
    const shown = await show(within(client, reader('a', { qos: 0 })));
    await settled();
    await deliver(broker, 'a', '1');
    await deliver(broker, 'a', '2');
    expect(shown.text).toBe('subscribed  2');
    await shown.render(within(client, reader('b', { qos: 0 })));
    expect(shown.text).not.toContain('2');
    await settled();
    expect(subscribes(broker)).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
    await deliver(broker, 'a', '3');
    expect(shown.text).toBe('subscribed  ');
  });

  it('gives the values of a filter with names, and hears that such a one is refused later', async () => {
    const { client, broker } = await connected();
    const rooms: string[] = [];
    function Rooms() {
      const { message, isSubscribed } = useSubscription('rooms/{room}/state');
      useSubscription('rooms/{room}/{rest...}', ({ params }) => rooms.push(params.room, params.rest));
      // @ts-expect-error: the filter has no such name
      message?.params.house;
      return `${isSubscribed} ${message?.params.room}`;
    }
    const onError = () => undefined;
    const shown = await show(createElement(IotProvider, { client, onError }, createElement(Rooms)));
    await settled(() => shown.text.startsWith('true'));
    await deliver(broker, 'rooms/42/state', 'on');
    expect([shown.text, rooms]).toEqual(['true 42', ['42', 'state']]);
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({}));
    broker.persistent = false;
    broker.refused.set('rooms/+/state', 0x87);
    broker.last.cut();
    await settled(() => shown.text.startsWith('false'));
    expect(shown.text).toBe('false 42');
    jest.restoreAllMocks();
  });

  it('waits while there is no filter, as while the own topic is not known', async () => {
    const { client, broker } = clientOnBroker();
    function Own() {
      return reader(useMyTopic('#'));
    }
    const shown = await show(within(client, createElement(Own)));
    await settled();
    expect(shown.text).toBe('waiting  ');
    expect(broker.tries).toHaveLength(0);
    await act(() => client.connect());
    await settled(() => shown.text.startsWith('subscribed'));
    expect(broker.last.sent).toEqual([{ kind: 'subscribe', name: client.myTopic('#') }]);
  });

  it('says why a filter was refused, at first and later', async () => {
    const { client, broker } = await connected();
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({}));
    broker.refused.set('a', 0x87);
    const shown = await show(within(client, createElement('div', null, reader('a'), reader('b/#/c'))));
    await settled(() => shown.text.includes('NotAuthorized'));
    expect(shown.text).toBe('waiting NotAuthorizedError waiting RangeError ');
    expect(client.state).toBe('connected');
    broker.refused.clear();
    const told: unknown[] = [];
    const onError = (error: unknown) => told.push(error);
    await shown.render(createElement(IotProvider, { client, onError }, reader('c')));
    await settled(() => shown.text.startsWith('subscribed'));
    broker.persistent = false;
    broker.refused.set('c', 0x87);
    broker.last.cut();
    await settled(() => shown.text.includes('NotAuthorized'));
    expect(shown.text).toBe('waiting NotAuthorizedError ');
    expect(told).toEqual([expect.objectContaining({ topic: 'c' })]);
    jest.restoreAllMocks();
  });

  it('subscribes again when a client that was closed is opened anew', async () => {
    const { client, broker } = await connected();
    const shown = await show(within(client, reader('a')));
    await settled(() => shown.text.startsWith('subscribed'));
    await act(() => client.close());
    expect(shown.text).toBe('waiting  ');
    await act(() => client.connect());
    await settled(() => shown.text.startsWith('subscribed'));
    await deliver(broker, 'a', '1');
    expect(shown.text).toBe('subscribed  1');
  });

  it('loses no message and no subscription while something beside it suspends', async () => {
    const { client, broker } = await connected();
    const heard: string[] = [];
    const never = new Promise<string>(() => {});
    let value: Promise<string> = Promise.resolve('ready');
    function Slow() {
      return use(value);
    }
    const content = (step: number) =>
      within(
        client,
        createElement(
          Suspense,
          { fallback: 'loading' },
          reader('a', (message) => heard.push(message.text())),
          createElement(Slow, { key: 'slow', ...{ step } }),
        ),
      );
    const shown = await show(content(0));
    await settled(() => shown.text.includes('ready'));
    value = never;
    await shown.render(content(1));
    expect(shown.text).toContain('loading');
    await deliver(broker, 'a', '1');
    expect(heard).toEqual(['1']);
    expect(subscribes(broker)).toEqual(['subscribe']);
  });
});
