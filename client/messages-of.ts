import { throwIfAborted } from './abortable.js';
import type { IotClient } from './client-contract.js';
import type { ClientParts } from './client-parts.js';
import { ThrottledError } from './iot-access-error.js';
import { checkProperties } from './mqtt-options.js';
import { readPayload } from './payload.js';
import { respondTo } from './respond-to.js';
import type { HeardMessage } from './subscriptions.js';
import { checkFilter, checkQos, checkTopic } from './topic-limits.js';
import { readParameters, type TopicParams } from './topic-parameters.js';
import { unlessAborted } from './until-aborted.js';

/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits */
const MOST_SUBSCRIPTIONS = 50;
/** How long, in milliseconds, a refusal of what nobody acknowledges is waited for. */
export const REFUSED_WITHIN_MS = 500;

/** What a client does with messages. */
export function messagesOf(parts: ClientParts): Pick<IotClient, 'subscribe' | 'publish'> {
  const { keeper, subscriptions, outbox, keptPublishing, publishesOf, ensureStarted } = parts;

  const methods: ReturnType<typeof messagesOf> = {
    async subscribe(given, handler, { qos = 1, signal } = {}) {
      throwIfAborted(signal);
      const { filter, paramsOf } = readParameters(given);
      checkFilter(filter);
      checkQos(qos);
      const filters = subscriptions.filters();
      if (filters.length >= MOST_SUBSCRIPTIONS && !filters.includes(filter)) {
        const check = 'Use one filter with a wildcard for many topics.';
        throw new ThrottledError(`AWS IoT allows ${MOST_SUBSCRIPTIONS} subscriptions on a connection.`, check);
      }
      ensureStarted();
      // Of its own, so that a function may be subscribed twice.
      const own = (message: HeardMessage) =>
        handler({
          ...message,
          // The compiler knows the names, we have them from the same text.
          params: paramsOf(message.topic) as TopicParams<typeof given>,
          respond: (payload, options) => respondTo(message, methods.publish, payload, options),
        });
      const unsubscribe = async () => {
        if (!subscriptions.remove(filter, own) || keeper.state === 'closed' || keeper.state === 'denied') return;
        const send = (session: { unsubscribe(filter: string): Promise<void> }) => session.unsubscribe(filter);
        await outbox.add({ action: 'iot:Subscribe', name: filter, send, publishes: 0, urgent: false });
      };
      const added = subscriptions.add(filter, own, qos);
      try {
        await unlessAborted(signal, () => added);
      } catch (error) {
        if (signal?.aborted) unsubscribe().catch(() => undefined);
        parts.log.failed('warn', `subscribe to ${filter}`, error);
        throw error;
      }
      return { filter: given, unsubscribe };
    },

    async publish(topic, payload, { qos = 1, retain = false, signal, ...given } = {}) {
      throwIfAborted(signal);
      checkTopic(topic);
      checkQos(qos);
      checkProperties(given, parts.mqtt.protocolVersion);
      const { bytes, contentType } = readPayload(payload);
      const isTyped = contentType === undefined || given.contentType !== undefined || parts.mqtt.protocolVersion !== 5;
      const properties = isTyped ? given : { ...given, contentType };
      ensureStarted();
      const send = () =>
        parts.send({
          action: 'iot:Publish',
          name: topic,
          retained: retain,
          async send(session) {
            await session.publish(topic, bytes, { qos, retain, properties });
            if (qos === 0) await new Promise((resolve) => setTimeout(resolve, REFUSED_WITHIN_MS));
          },
          publishes: publishesOf(topic),
          urgent: false,
          signal,
        });
      // Nobody hears the answer to a page that is gone.
      const isKept = qos === 1 && properties.responseTopic === undefined;
      parts.pending.count += 1;
      try {
        await unlessAborted(signal, () =>
          isKept && keptPublishing !== undefined
            ? keptPublishing.publish({ topic, payload: bytes, retain, properties }, send, signal)
            : send(),
        );
      } catch (error) {
        parts.log.failed('warn', `publish to ${topic}`, error);
        throw error;
      } finally {
        parts.pending.count -= 1;
      }
    },
  };
  return methods;
}
