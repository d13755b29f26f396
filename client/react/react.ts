/**
 * Hooks for React 18 and 19: `cognito-iot-client/react`.
 *
 * @module react
 */
export type { IotState } from './client-holder.js';
export {
  IotProvider,
  type IotProviderOfClientProps,
  type IotProviderOfOptionsProps,
  type IotProviderProps,
} from './iot-provider.js';
export type { PresenceState } from './presence-state.js';
export type { SubscriptionState } from './subscription-state.js';
export { useIotClient } from './use-iot-client.js';
export { useIotState } from './use-iot-state.js';
export { useMyTopic } from './use-my-topic.js';
export { type UsePresenceOptions, usePresence } from './use-presence.js';
export { type Publish, usePublish } from './use-publish.js';
export { type UseSubscriptionOptions, useSubscription } from './use-subscription.js';
