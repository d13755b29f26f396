import { AwsError, UnsupportedError } from '../base/errors.js';
import type { Broker } from './broker.js';
import { type ControlPlaneOperation, type Permit, parameter } from './control-plane-operation.js';

export interface ConnectionOperationsOptions {
  readonly broker: Pick<Broker, 'disconnect'>;
  readonly permit: Permit;
  readonly arn: (resource: string) => string;
  /** Host that `DescribeEndpoint` names: the sandbox's own. */
  readonly endpoint: () => string;
}

/** Where the broker is, and ending a connection to it. */
export function connectionOperations(options: ConnectionOperationsOptions): ControlPlaneOperation[] {
  const { broker, permit, arn, endpoint } = options;
  return [
    {
      name: 'iot:DescribeEndpoint',
      method: 'GET',
      path: '/endpoint',
      service: 'iot',
      run(call) {
        permit(call, 'iot:DescribeEndpoint', '*');
        // Without a type AWS names the endpoint of the older certificates; here is one address, without any.
        const endpointType = call.query.get('endpointType') ?? 'iot:Data';
        if (!['iot:Data', 'iot:Data-ATS'].includes(endpointType)) {
          throw new AwsError(
            'InvalidRequestException',
            `The sandbox has no endpoint of type ${endpointType}; ask for iot:Data-ATS`,
          );
        }
        return { endpointAddress: endpoint() };
      },
    },
    {
      name: 'iot:DeleteConnection',
      method: 'DELETE',
      path: '/connections/:clientId',
      service: 'iotdata',
      run(call) {
        const clientId = parameter(call, 'clientId');
        const asked = ['cleanSession', 'preventWillMessage'].find((name) => call.query.get(name) === 'true');
        if (asked !== undefined) throw new UnsupportedError(`${asked} of iot:DeleteConnection`);
        permit(call, 'iot:DeleteConnection', arn(`client/${clientId}`));
        if (!broker.disconnect(clientId)) {
          throw new AwsError('ResourceNotFoundException', `No connection found for client ID ${clientId}`, 404);
        }
        return {};
      },
    },
  ];
}
