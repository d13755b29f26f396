/** `connected`, `disconnected`, `subscribed` and `unsubscribed`, each with a client ID or a wildcard in its place. */
const EVENTS = /^\$aws\/events\/(presence\/(connected|disconnected)|subscriptions\/(subscribed|unsubscribed))\/[^/]+$/;

/**
 * Whether a topic filter reaches lifecycle events and no other reserved topic.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html
 */
export function isEventFilter(filter: string): boolean {
  return EVENTS.test(filter);
}
