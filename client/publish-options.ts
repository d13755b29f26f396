import type { MessageProperties } from './message-properties.js';
import type { QoS } from './mqtt-session.js';

/** What a message says of itself needs MQTT 5. */
export interface PublishOptions extends MessageProperties {
  /** @default 1 */
  readonly qos?: QoS;
  /** Whether AWS IoT keeps it for who subscribes later. @default false */
  readonly retain?: boolean;
  /** Gives up: what is not sent yet is never sent; of what has been sent, only the answer is not waited for. */
  readonly signal?: AbortSignal;
}

/** Text and bytes go as they are; anything else goes as JSON: objects, arrays, numbers, booleans and null. */
export type Payload = string | Uint8Array | ArrayBuffer | object | number | boolean | null;

/** Of an answer; where it goes is said by who asks. */
export type AnswerOptions = Omit<PublishOptions, 'retain' | 'responseTopic' | 'correlationData'>;

/**
 * What AWS IoT publishes in the user's place when a connection ends without DISCONNECT: the tab was killed, or the network
 * is gone for one and a half times the keep-alive of 60 seconds.
 */
export interface LastWill extends Omit<PublishOptions, 'signal'> {
  /** `{identity}` stands for the identity ID, `{client}` for the client ID. */
  readonly topic: string;
  /** As in `publish`. */
  readonly payload: Payload;
}

export interface RequestOptions extends AnswerOptions {
  /** Milliseconds until it fails with RequestTimeoutError, the time to connect among them. @default 10000 */
  readonly timeout?: number;
  /** @default the timeout, in whole seconds */
  readonly messageExpiry?: number | undefined;
}
