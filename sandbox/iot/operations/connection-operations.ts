import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { dataPages, paginate } from './listing-pages.js';

const operation = operationsOf();
const flag = z.enum(['true', 'false']).default('false');
const clientId = z.string().regex(/^[^$].{0,127}$/su);
const pages = dataPages(20);
const path = '/connections/:clientId';

/**
 * Clients and their sessions. AWS counts `iot:DeleteConnection` among the actions of IoT policies, and says elsewhere that
 * these scope down seven others: the stricter reading has both asked, of all three.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-client-disconnect
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-actions.html
 */
export function connectionOperations({ broker }: Pick<IotParts, 'broker'>, arn: IotArn): RestOperation[] {
  const onClient = (member: Member) => arn(`client/${member('clientId')}`);
  const find = (asked: string) => {
    const found = broker.connection(asked);
    if (found !== undefined) return found;
    throw notFound(asked);
  };

  return [
    restOperation(
      { method: 'DELETE', path, query: ['cleanSession', 'preventWillMessage'] },
      operation({
        name: 'iot:DeleteConnection',
        access: { iotData: onClient },
        fields: { clientId, cleanSession: flag, preventWillMessage: flag },
        run(input) {
          const cleanSession = input.cleanSession === 'true';
          const preventWillMessage = input.preventWillMessage === 'true';
          if (broker.disconnect(input.clientId, { cleanSession, preventWillMessage })) return {};
          throw notFound(input.clientId);
        },
      }),
    ),
    restOperation(
      { method: 'GET', path, query: ['includeSocketInformation'] },
      operation({
        name: 'iot:GetConnection',
        access: { iotData: onClient },
        fields: { clientId, includeSocketInformation: flag },
        run(input) {
          // It takes a permission of its own, of which not enough is known to judge it.
          if (input.includeSocketInformation === 'true') {
            throw new UnsupportedError('includeSocketInformation of iot:GetConnection');
          }
          const { keepAlive, subscriptions: _, sourceIp: __, ...details } = find(input.clientId);
          return { ...details, keepAliveDuration: keepAlive };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: `${path}/subscriptions`, query: Object.keys(pages) },
      operation({
        name: 'iot:ListSubscriptions',
        access: { iotData: onClient },
        fields: { clientId, ...pages },
        run(input) {
          const { page, next } = paginate(find(input.clientId).subscriptions, input);
          return { subscriptions: page, ...next };
        },
      }),
    ),
  ];
}

function notFound(clientId: string): AwsError {
  return new AwsError('ResourceNotFoundException', `No connection found for client ID ${clientId}`, 404);
}
