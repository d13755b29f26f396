import type { Message } from './message.js';
import type { RetainedMessages } from './retained-messages.js';
import type { Session } from './session.js';
import type { Subscription, SubscriptionIndex } from './subscription-index.js';

/** Sends a message to all that have subscribed to its topic, and keeps it for those that are away. */
export function createDispatch(
  index: SubscriptionIndex<Session>,
  retained: Pick<RetainedMessages, 'put'>,
): (message: Message) => void {
  return (message) => {
    if (message.retain) retained.put(message);
    const matching = index.matching(message.topic);
    if (!Array.isArray(matching) || matching.length < 2) {
      for (const subscription of matching) hand(message, subscription);
      return;
    }
    for (const subscription of strongest(matching)) hand(message, subscription);
  };
}

/** A client gets a message once, however many of its filters cover the topic, and with the best QoS of them. */
function strongest(matching: readonly Subscription<Session>[]): Iterable<Subscription<Session>> {
  const bySession = new Map<Session, Subscription<Session>>();
  for (const subscription of matching) {
    const before = bySession.get(subscription.session);
    if (before === undefined || before.qos < subscription.qos) bySession.set(subscription.session, subscription);
  }
  return bySession.values();
}

function hand(message: Message, { session, qos: granted, noLocal, retainAsPublished }: Subscription<Session>): void {
  if (noLocal && message.from === session.clientId) return;
  const qos = message.qos === 1 && granted === 1 ? 1 : 0;
  const delivery = { message, qos, retain: retainAsPublished && message.retain } as const;
  if (session.receiver !== undefined) session.receiver.deliver(delivery);
  else if (qos === 1) session.wait(delivery);
}
