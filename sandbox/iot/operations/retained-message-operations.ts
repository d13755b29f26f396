import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { RetainedMessage } from '../mqtt/retained-messages.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { dataPages, paginate } from './listing-pages.js';
import { writeUserProperties } from './user-properties.js';

const operation = operationsOf();
const pages = dataPages(200);

/**
 * AWS says that an attached policy scopes down a handful of actions, and counts these among the actions of IoT policies
 * elsewhere: the stricter reading has both asked.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain
 */
export function retainedMessageOperations(
  { broker: { retained } }: Pick<IotParts, 'broker'>,
  arn: IotArn,
): RestOperation[] {
  return [
    restOperation(
      { method: 'GET', path: '/retainedMessage/:topic' },
      operation({
        name: 'iot:GetRetainedMessage',
        access: { iotData: (member) => arn(`topic/${member('topic')}`) },
        fields: { topic: z.string().min(1) },
        run({ topic }) {
          const found = retained.get(topic);
          if (found === undefined) {
            throw new AwsError('ResourceNotFoundException', `No retained message on topic ${topic}`, 404);
          }
          const { payload, properties } = found.message;
          const { userProperties } = properties;
          return {
            ...described(found),
            payload: Buffer.from(payload).toString('base64'),
            ...(userProperties === undefined ? {} : { userProperties: writeUserProperties(userProperties) }),
          };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/retainedMessage', query: Object.keys(pages) },
      operation({
        name: 'iot:ListRetainedMessages',
        // "The resource ARN specified for this action must be *."
        access: { iotData: () => '*' },
        fields: pages,
        run(input) {
          const { page, next } = paginate(retained.list(), input);
          const retainedTopics = page.map((found) => ({
            ...described(found),
            payloadSize: found.message.payload.length,
          }));
          return { retainedTopics, ...next };
        },
      }),
    ),
  ];
}

function described({ message: { topic, qos }, lastModified }: RetainedMessage) {
  return { topic, qos, lastModifiedTime: lastModified };
}
