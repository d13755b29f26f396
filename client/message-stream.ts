import { reasonOf } from './abortable.js';
import type { IotClient, MessagesOptions } from './client-contract.js';
import { ThrottledError, UnsupportedError } from './iot-access-error.js';
import type { Message, MessageHandler } from './subscriptions.js';

/** Messages that nobody has read yet. */
const USUAL_BUFFER = 1000;

type Source = Pick<IotClient, 'subscribe' | 'on'>;
type Messages<Filter extends string> = AsyncIterableIterator<Message<Filter>>;

/** Subscribes when it is first read, unsubscribes when it ends, however it does. */
export function messageStream<Filter extends string>(
  client: Source,
  filter: Filter,
  { signal, qos, buffer = USUAL_BUFFER, whenFull = 'fail' }: MessagesOptions = {},
): Messages<Filter> {
  if (!(buffer >= 1)) throw new RangeError(`The option buffer is ${buffer}; it is 1 or more.`);
  if (Symbol.asyncIterator === undefined) {
    throw new UnsupportedError('There is no Symbol.asyncIterator here.', 'Add @azure/core-asynciterator-polyfill.');
  }
  let unread: Message<Filter>[] = [];
  let end: { readonly failed: boolean; readonly error?: unknown } | undefined;
  let leave: (() => void) | undefined;
  let wake = () => {};

  const finish = (given: NonNullable<typeof end>) => {
    end ??= given;
    leave?.();
    wake();
  };

  const onMessage: MessageHandler<Filter> = (message) => {
    if (end !== undefined) return;
    if (unread.length >= buffer) {
      if (whenFull === 'dropNewest') return;
      if (whenFull === 'fail') return finish({ failed: true, error: full(filter, buffer) });
      unread.shift();
    }
    unread.push(message);
    wake();
  };

  const abort = () => {
    unread = [];
    finish({ failed: true, error: signal && reasonOf(signal) });
  };

  const begin = () => {
    if (signal?.aborted) return abort();
    const stopListening = client.on('state', (state, error) => {
      if (state === 'closed') finish({ failed: false });
      if (state === 'denied') finish({ failed: true, error });
    });
    signal?.addEventListener('abort', abort);
    const subscribed = client.subscribe(filter, onMessage, {
      ...(qos !== undefined && { qos }),
      ...(signal && { signal }),
    });
    subscribed.catch((error: unknown) => finish({ failed: true, error }));
    leave = () => {
      leave = () => {};
      stopListening();
      signal?.removeEventListener('abort', abort);
      // Nobody waits for it: while there is no connection it would take until there is one.
      subscribed.then((subscription) => subscription.unsubscribe()).catch(() => undefined);
    };
  };

  const take = async (): Promise<IteratorResult<Message<Filter>, undefined>> => {
    if (leave === undefined && end === undefined) begin();
    for (;;) {
      const value = unread.shift();
      if (value !== undefined) return { value, done: false };
      if (end !== undefined) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const { failed, error } = end;
    end = { failed: false };
    if (failed) throw error;
    return { value: undefined, done: true };
  };

  // Who asks for several at once gets them in order.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    next() {
      const taken = turn.then(take, take);
      turn = taken;
      return taken;
    },
    async return() {
      unread = [];
      finish({ failed: false });
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function full(filter: string, buffer: number): ThrottledError {
  return new ThrottledError(
    `${buffer} messages on ${filter} have not been read.`,
    'Read faster, or give a larger `buffer`, or say by `whenFull` which messages may be lost.',
  );
}
