import { z } from 'zod';
import { operationsOf } from '../../service/operation.js';
import { type RestBinding, type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { ShadowAction } from '../shadow-topics.js';
import type { IotArn, IotParts } from './iot-parts.js';

const operation = operationsOf();

/**
 * Shadows over HTTPS: like the broker, AWS IoT asks the role AND the attached IoT policy of an authenticated identity.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-rest-api.html
 */
export function shadowOperations({ shadows }: Pick<IotParts, 'shadows'>, arn: IotArn): RestOperation[] {
  const shadowOperation = (name: string, method: RestBinding['method'], action: ShadowAction) =>
    restOperation(
      { method, path: '/things/:thingName/shadow', query: ['name'], payload: 'payload' },
      operation({
        name,
        access: {
          iotData(member) {
            const shadowName = member('name');
            return arn(`thing/${member('thingName')}${shadowName === '' ? '' : `/${shadowName}`}`);
          },
        },
        fields: { thingName: z.string().min(1), name: z.string().optional(), payload: z.instanceof(Uint8Array) },
        run({ thingName, name: shadowName, payload }) {
          return shadows.call({ thingName, ...(shadowName === undefined ? {} : { shadowName }) }, action, payload);
        },
      }),
    );

  return [
    shadowOperation('iot:GetThingShadow', 'GET', 'get'),
    shadowOperation('iot:UpdateThingShadow', 'POST', 'update'),
    shadowOperation('iot:DeleteThingShadow', 'DELETE', 'delete'),
  ];
}
