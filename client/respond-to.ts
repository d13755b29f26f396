import type { IotClient } from './client-contract.js';
import { UnsupportedError } from './iot-access-error.js';
import type { MessageProperties } from './message-properties.js';
import type { AnswerOptions, Payload } from './publish-options.js';

/** What a message must say of itself to be answered. */
export type Answerable = Pick<MessageProperties, 'responseTopic' | 'correlationData'> & { readonly topic: string };

/**
 * Answers where the message asks for it.
 *
 * @throws UnsupportedError when it asks for no answer; RangeError when it asks for one on a reserved topic: whoever asks
 * chooses the topic, and the rights are those of who answers, so a shadow would be theirs to write
 */
export async function respondTo(
  { topic, responseTopic, correlationData }: Answerable,
  publish: IotClient['publish'],
  payload: Payload,
  options: AnswerOptions = {},
): Promise<void> {
  if (responseTopic === undefined) {
    throw new UnsupportedError(
      `The message on ${topic} names no topic for an answer.`,
      'Ask by client.request(), or publish with responseTopic, which needs MQTT 5 on both sides.',
    );
  }
  if (responseTopic.startsWith('$'))
    throw new RangeError(`Nothing is answered on the reserved topic ${responseTopic}.`);
  await publish(responseTopic, payload, { ...options, ...(correlationData && { correlationData }) });
}
