import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotParts } from './iot-parts.js';

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
