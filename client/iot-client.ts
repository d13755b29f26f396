import { callWithin } from './call-within.js';
import type { IotClient, IotClientOptions } from './client-contract.js';
import { createClientParts, DEADLINE_MS } from './client-parts.js';
import { PROVIDER } from './connect-decision.js';
import { ProviderUnavailable } from './credentials-provider.js';
import { NotSignedInError, ThrottledError, UnreachableError } from './iot-access-error.js';
import { keptOrAsked } from './kept-connection.js';
import { checkProperties } from './mqtt-options.js';
import { ownTopicPattern } from './own-patterns.js';
import type { MessageHandler } from './subscriptions.js';
import { type Surroundings, usualSurroundings } from './surroundings.js';
import { checkFilter, checkQos, checkTopic, encodePayload } from './topic-limits.js';

/** @throws InvalidOutputsError, InvalidCredentialsError; RangeError for an option; UnsupportedError where a page has no WebCrypto */
export function createIotClient(options: IotClientOptions): IotClient {
  return createIotClientIn(options, usualSurroundings());
}

/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits */
const MOST_SUBSCRIPTIONS = 50;
/** How long, in milliseconds, a refusal of what nobody acknowledges is waited for. */
const REFUSED_WITHIN_MS = 500;

export function createIotClientIn(options: IotClientOptions, surroundings: Surroundings): IotClient {
  const parts = createClientParts(options, surroundings);
  const { keeper, credentials, kept, subscriptions, outbox, ensureStarted, call, close } = parts;

  const client: IotClient = {
    get state() {
      return keeper.state;
    },
    get identityId() {
      return credentials.identityId;
    },
    get clientId() {
      return keeper.clientId;
    },
    on: parts.events.on,

    async connect({ signal, deadline = DEADLINE_MS } = {}) {
      signal?.throwIfAborted();
      parts.reopen();
      const abort = () => void close(signal?.reason).catch(parts.onError);
      signal?.addEventListener('abort', abort);
      try {
        await keeper.start(deadline);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    async subscribe(filter, handler, { qos = 1 } = {}) {
      checkFilter(filter);
      checkQos(qos);
      const filters = subscriptions.filters();
      if (filters.length >= MOST_SUBSCRIPTIONS && !filters.includes(filter)) {
        const check = 'Use one filter with a wildcard for many topics.';
        throw new ThrottledError(`AWS IoT allows ${MOST_SUBSCRIPTIONS} subscriptions on a connection.`, check);
      }
      ensureStarted();
      // Of its own, so that a function may be subscribed twice.
      const own: MessageHandler = (message) => handler(message);
      await subscriptions.add(filter, own, qos);
      const unsubscribe = async () => {
        if (!subscriptions.remove(filter, own) || keeper.state === 'closed' || keeper.state === 'denied') return;
        const send = (session: { unsubscribe(filter: string): Promise<void> }) => session.unsubscribe(filter);
        await outbox.add({ action: 'iot:Subscribe', name: filter, send, publishes: 0, urgent: false });
      };
      return { filter, unsubscribe };
    },

    async publish(topic, payload, { qos = 1, retain = false, ...properties } = {}) {
      checkTopic(topic);
      checkQos(qos);
      checkProperties(properties, parts.mqtt.protocolVersion);
      const bytes = encodePayload(payload);
      ensureStarted();
      await parts.send({
        action: 'iot:Publish',
        name: topic,
        retained: retain,
        async send(session) {
          await session.publish(topic, bytes, { qos, retain, properties });
          if (qos === 0) await new Promise((resolve) => setTimeout(resolve, REFUSED_WITHIN_MS));
        },
        publishes: subscriptions.covers(topic) ? 2 : 1,
        urgent: false,
      });
    },

    myTopic(name) {
      const { identityId } = credentials;
      if (identityId === undefined) {
        throw new NotSignedInError('The identity ID is not known yet.', 'Await connect() or identify() first.');
      }
      const pattern = options.topicPattern ?? ownTopicPattern(identityId, kept.of(identityId));
      return pattern.replaceAll('{identity}', () => identityId).replace('*', () => name);
    },

    async identify() {
      const { identityId } = await callWithin(DEADLINE_MS, PROVIDER, () => credentials.get()).catch(
        (error: unknown) => {
          throw error instanceof ProviderUnavailable ? new UnreachableError(PROVIDER, error.cause) : error;
        },
      );
      return identityId ?? (await call('GET')).identityId;
    },
    attachment: () => call('GET'),
    async connection() {
      return keptOrAsked(kept, await client.identify(), () => call('GET'));
    },
    async devices() {
      return (await call('GET')).connection?.devices;
    },
    async detach() {
      const answer = await call('DELETE');
      await close();
      return answer;
    },
    async reconnect() {
      ensureStarted();
      // Those that there are will do where the provider has no others.
      const renewed = keeper.state === 'connected' && (await keeper.renewCredentials().catch(() => false));
      if (!renewed) await keeper.renew();
    },
    close: () => close(),
  };
  return client;
}
