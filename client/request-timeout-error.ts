import { IotAccessError } from './iot-access-error.js';

/**
 * Nobody answered a request in time; whether anybody got it is not known.
 *
 * Why: Nobody subscribes to the topic of the request, who does answers too late, or on another topic, or without the
 * correlation data, or may not publish where the answer is awaited; or there was no connection in that time.
 *
 * What to do: Look at the other side, and at what it may publish. A request that does no harm when it is done twice may
 * be sent again; `timeout` says how long to wait.
 */
export class RequestTimeoutError extends IotAccessError {
  /** That was asked on. */
  readonly topic: string;

  constructor(topic: string, milliseconds: number, responseTopic: string | undefined) {
    super(
      'RequestTimeout',
      `Nobody answered the request on ${topic} in ${milliseconds} ms.`,
      responseTopic === undefined
        ? 'It was not sent: there was no connection in that time.'
        : `Check that somebody subscribes to it, answers with the correlation data, and may publish to ${responseTopic}.`,
    );
    this.topic = topic;
  }
}
