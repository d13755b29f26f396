import { IotAccessError } from './iot-access-error.js';

/**
 * What a message carries was read as JSON, and is not.
 *
 * Why: `message.json()` was called on something else: plain text, bytes, or JSON that its sender has cut off.
 *
 * What to do: Read it by `text()` or from `payload`, or have its sender publish JSON: the client's `publish` makes it of any
 * object. `topic` says on which topic it came, `cause` where it goes wrong.
 */
export class NotJsonError extends IotAccessError {
  /** Of the message. */
  readonly topic: string;

  constructor(topic: string, cause: unknown) {
    super('NotJson', `The message on ${topic} is not JSON.`, 'Read it by text(), or have its sender send JSON.', cause);
    this.topic = topic;
  }
}
