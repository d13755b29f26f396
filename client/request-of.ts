import { newAbort, reasonOf, throwIfAborted } from './abortable.js';
import type { IotClient } from './client-contract.js';
import { type ClientParts, DEADLINE_MS } from './client-parts.js';
import { ClosedError, NotSignedInError, UnsupportedError } from './iot-access-error.js';
import { RequestTimeoutError } from './request-timeout-error.js';
import type { Message } from './subscriptions.js';
import { tabName } from './tab-name.js';

interface Pending {
  readonly resolve: (answer: Message) => void;
  readonly reject: (error: unknown) => void;
}

/** The longest, in milliseconds, that a timer runs. */
const LONGEST_MS = 2_147_483_647;

/** Questions that are answered: by MQTT 5's response topic and correlation data. */
export function requestOf(
  parts: ClientParts,
  { publish, subscribe, connection, myTopic }: Pick<IotClient, 'publish' | 'subscribe' | 'connection' | 'myTopic'>,
): Pick<IotClient, 'request'> {
  const { keeper, credentials, events, ensureStarted } = parts;
  /** By correlation data: 16 bytes by chance, which nobody else can know. */
  const pending = new Map<string, Pending>();
  let listening: Promise<string> | undefined;

  /** One subscription for all requests, in the user's own place, with a name of this tab's own. */
  const listen = async () => {
    ensureStarted();
    await keeper.start(DEADLINE_MS);
    // Where nobody says what the user's own topics are, it is asked; guests have nobody to ask, and the default.
    if (parts.options.topicPattern === undefined) {
      await connection().catch((error: unknown) => {
        if (!(error instanceof NotSignedInError)) throw error;
      });
    }
    const topic = myTopic(`responses/${tabName(keeper.clientId ?? '', credentials.identityId ?? '')}`);
    await subscribe(topic, (message) => {
      // What is not found was answered before, came too late, or was never asked here.
      if (message.correlationData) pending.get(String(message.correlationData))?.resolve(message);
    });
    return topic;
  };

  const responseTopic = () => {
    if (listening === undefined) {
      const begun = listen();
      listening = begun;
      begun.catch(() => {
        if (listening === begun) listening = undefined;
      });
    }
    return listening;
  };

  events.on('state', (state, error) => {
    if (state !== 'closed' && state !== 'denied') return;
    listening = undefined;
    for (const { reject } of [...pending.values()]) reject(error ?? new ClosedError());
  });

  return {
    async request(topic, payload, { timeout = 10_000, signal, ...options } = {}) {
      if (parts.mqtt.protocolVersion !== 5) {
        const check = 'Leave the option protocolVersion out, or give 5.';
        throw new UnsupportedError('A request needs MQTT 5, and the client is told to speak 3.1.1.', check);
      }
      if (!(timeout >= 1 && timeout <= LONGEST_MS)) {
        throw new RangeError(`timeout is ${timeout}; it is 1 to ${LONGEST_MS} milliseconds.`);
      }
      throwIfAborted(signal);
      const correlationData = crypto.getRandomValues(new Uint8Array(16));
      const key = String(correlationData);
      let answerTo: string | undefined;
      // Ends with it, whatever its end: what waits for a connection must not be done minutes later.
      const over = newAbort();
      let stop = () => {};
      try {
        return await new Promise<Message>((resolve, reject) => {
          pending.set(key, { resolve, reject });
          const timer = setTimeout(() => reject(new RequestTimeoutError(topic, timeout, answerTo)), timeout);
          const abort = () => signal && reject(reasonOf(signal));
          signal?.addEventListener('abort', abort);
          stop = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
          };
          const ask = async () => {
            const asked = await responseTopic();
            answerTo = asked;
            // Who hears of it later than the timeout answers for nothing.
            const messageExpiry = Math.ceil(timeout / 1000);
            const own = { signal: over.signal, responseTopic: asked, correlationData };
            await publish(topic, payload, { messageExpiry, ...options, ...own });
          };
          ask().catch(reject);
        });
      } finally {
        pending.delete(key);
        over.abort();
        stop();
      }
    },
  };
}
