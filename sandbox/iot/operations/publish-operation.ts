import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { MessageProperties } from '../mqtt/packets.js';
import { messageProblem } from '../mqtt-limits.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { readUserProperties } from './user-properties.js';

const operation = operationsOf();
const base64 = z.base64();
const flag = z.enum(['true', 'false']).default('false');

const fields = {
  topic: z.string().min(1),
  qos: z.enum(['0', '1']).default('0'),
  retain: flag,
  payload: z.instanceof(Uint8Array),
  contentType: z.string().optional(),
  responseTopic: z.string().optional(),
  /** Seconds; what is too long is cut, as over MQTT. */
  messageExpiry: z.coerce.number().int().min(0).optional(),
  userProperties: base64.optional(),
  payloadFormatIndicator: z.enum(['UNSPECIFIED_BYTES', 'UTF8_DATA']).optional(),
  correlationData: base64.optional(),
};

type Input = z.infer<z.ZodObject<typeof fields>>;

/**
 * A message over HTTPS: as over MQTT, the role AND the attached policy of an authenticated identity are asked.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_Publish.html
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/http.html
 */
export function publishOperation({ publish }: Pick<IotParts, 'publish'>, arn: IotArn): RestOperation {
  const onTopic = (member: Member) => arn(`topic/${member('topic')}`);
  return restOperation(
    {
      method: 'POST',
      path: '/topics/:topic',
      query: ['qos', 'retain', 'contentType', 'responseTopic', 'messageExpiry'],
      headers: {
        userProperties: 'x-amz-mqtt5-user-properties',
        payloadFormatIndicator: 'x-amz-mqtt5-payload-format-indicator',
        correlationData: 'x-amz-mqtt5-correlation-data',
      },
      payload: 'payload',
    },
    operation({
      name: 'iot:Publish',
      access: {
        iotData: onTopic,
        further: (member) =>
          member('retain') === 'true' ? [{ action: 'iot:RetainPublish', resource: onTopic(member) }] : [],
      },
      fields,
      run(input) {
        const { topic, payload } = input;
        const message = {
          topic,
          payload,
          qos: input.qos === '1' ? 1 : 0,
          retain: input.retain === 'true',
          properties: propertiesOf(input),
        } as const;
        const problem = messageProblem(message);
        if (problem !== undefined) throw invalid(problem.explanation);
        publish(message);
        return { message: 'OK', traceId: randomUUID() };
      },
    }),
  );
}

/** [MQTT-1.5.4-2]: receivers close over a text with U+0000. */
const hasNull = (text: string) => text.includes('\0');

function propertiesOf(input: Input): MessageProperties {
  const { contentType, responseTopic, messageExpiry, payloadFormatIndicator, correlationData } = input;
  const userProperties = input.userProperties === undefined ? undefined : readUserProperties(input.userProperties);
  if (input.userProperties !== undefined && userProperties === undefined) {
    throw invalid('userProperties is no JSON array of objects of text, in base64');
  }
  if ([contentType ?? '', ...(userProperties ?? []).flat()].some(hasNull)) throw invalid('a property has U+0000');
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(responseTopic === undefined ? {} : { responseTopic }),
    ...(messageExpiry === undefined ? {} : { messageExpiryInterval: messageExpiry }),
    ...(payloadFormatIndicator === undefined ? {} : { payloadFormatIndicator: payloadFormatIndicator === 'UTF8_DATA' }),
    ...(correlationData === undefined ? {} : { correlationData: Buffer.from(correlationData, 'base64') }),
    ...(userProperties === undefined ? {} : { userProperties }),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidRequestException', message, 400);
}
