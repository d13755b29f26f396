import { AwsError } from '../base/errors.js';
import { type ControlPlaneCall, type ControlPlaneOperation, parameter } from './control-plane-operation.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import type { ShadowService } from './shadow-service.js';
import type { ShadowAction } from './shadow-topics.js';

export interface ShadowOperationsOptions {
  readonly shadows: ShadowService;
  readonly authorize: AuthorizeDataPlane;
  readonly arn: (resource: string) => string;
}

/**
 * Shadows over HTTPS: like the broker, AWS IoT asks the role AND the attached IoT policy of an authenticated identity.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-rest-api.html
 */
export function shadowOperations({ shadows, authorize, arn }: ShadowOperationsOptions): ControlPlaneOperation[] {
  const run = (call: ControlPlaneCall, name: string, action: ShadowAction) => {
    const thingName = parameter(call, 'thingName');
    const shadowName = call.query.get('name') ?? undefined;
    const resource = arn(`thing/${thingName}${shadowName === undefined ? '' : `/${shadowName}`}`);
    const { caller, sourceIp } = call;
    // There is no client ID over HTTPS, and so no thing that a policy variable could name.
    const { allowed } = authorize(caller, { action: name, resource, clientId: undefined, sourceIp });
    if (!allowed) throw new AwsError('ForbiddenException', 'Forbidden', 403);
    return shadows.call({ thingName, ...(shadowName === undefined ? {} : { shadowName }) }, action, call.bytes);
  };
  const path = '/things/:thingName/shadow';
  const service = 'iotdata';

  return [
    {
      name: 'iot:GetThingShadow',
      method: 'GET',
      path,
      service,
      run: (call) => run(call, 'iot:GetThingShadow', 'get'),
    },
    {
      name: 'iot:UpdateThingShadow',
      method: 'POST',
      path,
      service,
      run: (call) => run(call, 'iot:UpdateThingShadow', 'update'),
    },
    {
      name: 'iot:DeleteThingShadow',
      method: 'DELETE',
      path,
      service,
      run: (call) => run(call, 'iot:DeleteThingShadow', 'delete'),
    },
  ];
}
