import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';

const operation = operationsOf();

/** Where the broker is: https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeEndpoint.html */
export function describeEndpoint({ host }: Pick<IotParts, 'host'>): RestOperation {
  return restOperation(
    { method: 'GET', path: '/endpoint', query: ['endpointType'] },
    operation({
      name: 'iot:DescribeEndpoint',
      // It names no resource, so only `*` covers it.
      access: { iam: () => '*' },
      // Without a type AWS names the endpoint of the older certificates; here is one address, without any.
      fields: { endpointType: z.string().default('iot:Data') },
      run({ endpointType }) {
        if (['iot:Data', 'iot:Data-ATS'].includes(endpointType)) return { endpointAddress: host };
        throw new AwsError(
          'InvalidRequestException',
          `The sandbox has no endpoint of type ${endpointType}; ask for iot:Data-ATS`,
        );
      },
    }),
  );
}

const flag = z.enum(['true', 'false']).optional();

/** https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_DeleteConnection.html */
export function deleteConnection({ broker }: Pick<IotParts, 'broker'>, arn: IotArn): RestOperation {
  return restOperation(
    { method: 'DELETE', path: '/connections/:clientId', query: ['cleanSession', 'preventWillMessage'] },
    operation({
      name: 'iot:DeleteConnection',
      access: { iam: (member) => arn(`client/${member('clientId')}`) },
      fields: { clientId: z.string().min(1), cleanSession: flag, preventWillMessage: flag },
      run({ clientId, cleanSession, preventWillMessage }) {
        if (cleanSession === 'true') throw new UnsupportedError('cleanSession of iot:DeleteConnection');
        if (preventWillMessage === 'true') throw new UnsupportedError('preventWillMessage of iot:DeleteConnection');
        if (broker.disconnect(clientId)) return {};
        throw new AwsError('ResourceNotFoundException', `No connection found for client ID ${clientId}`, 404);
      },
    }),
  );
}
