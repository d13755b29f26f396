import type { IotClient, Subscription } from '../index.js';
import { ClosedError, type Message } from '../index.js';
import { readParameters } from '../topic-parameters.js';
import type { SubscriptionState, Wanted } from './subscription-state.js';

export interface Told {
  readonly receive: (message: Message) => unknown;
  readonly set: (change: Partial<SubscriptionState>) => void;
}

/** Subscribes, and again when the client was closed or denied and is opened anew. Gives what ends it. */
export function keepSubscribed(client: IotClient, { holder, name: filter, qos }: Wanted, told: Told): () => void {
  let hasEnded = false;
  let isLost = false;
  let isAcknowledged = false;
  let subscribed: Promise<Subscription | undefined> = Promise.resolve(undefined);

  const isDown = () => client.state === 'closed' || client.state === 'denied';

  const fail = (error: Error) => {
    isAcknowledged = false;
    isLost = isDown() && !(error instanceof RangeError);
    // A client that is closed tells so by its state.
    if (!hasEnded) told.set({ isSubscribed: false, error: error instanceof ClosedError ? undefined : error });
  };

  const subscribe = () => {
    isLost = false;
    const receive = (message: Message) => (hasEnded ? undefined : told.receive(message));
    subscribed = client.subscribe(filter, receive, { qos }).then(
      (subscription) => {
        isAcknowledged = true;
        if (!hasEnded) told.set({ isSubscribed: true, error: undefined });
        return subscription;
      },
      (error) => void fail(error),
    );
  };

  const stops = [
    holder.onChange(() => {
      if (isLost && !isDown()) subscribe();
      // Who closes a client takes its subscriptions away.
      else if (!isLost && client.state === 'closed') {
        isLost = true;
        told.set({ isSubscribed: false });
      }
    }),
    holder.onRefusal((error) => {
      // One with a name twice in it has never been subscribed to.
      if (!isAcknowledged || error.action !== 'iot:Subscribe' || error.topic !== readParameters(filter).filter)
        return false;
      fail(error);
      return true;
    }),
  ];
  subscribe();

  return () => {
    hasEnded = true;
    for (const stop of stops) stop();
    // Where that fails there is no connection, and nothing to take back.
    void subscribed.then((subscription) => subscription?.unsubscribe()).catch(() => undefined);
  };
}
