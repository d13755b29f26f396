import { IotAccessError } from './iot-access-error.js';

/** Nobody answered a request in time; whether anybody got it is not known. */
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
