import { IotAccessError } from './iot-access-error.js';

/**
 * A message was never sent.
 *
 * Why: The option `outbox` keeps messages until there is a connection, and this one was the oldest when there were too
 * many, or it had waited longer than its `messageExpiry`. `reason` says which.
 *
 * What to do: Publish less while the client is offline, or raise `outbox.maxMessages` and `outbox.maxBytes`; give a longer
 * `messageExpiry`. What is still of use can be published again: the error has its topic and payload.
 */
export class MessageDroppedError extends IotAccessError {
  /** Too many waited, or it waited too long. */
  readonly reason: 'full' | 'expired';
  /** Of the message. */
  readonly topic: string;
  /** Of the message, as bytes. */
  readonly payload: Uint8Array;

  constructor(
    reason: 'full' | 'expired',
    { topic, payload }: { readonly topic: string; readonly payload: Uint8Array },
  ) {
    super(
      'MessageDropped',
      `The message to ${topic} was not sent: ${reason === 'full' ? 'the outbox is full' : 'its messageExpiry is over'}.`,
      reason === 'full'
        ? 'Publish less while there is no connection, or raise outbox.maxMessages and outbox.maxBytes.'
        : 'Raise messageExpiry, or leave it out, if it should be sent later.',
    );
    this.reason = reason;
    this.topic = topic;
    this.payload = payload;
  }
}
