import type { RequireIam } from '../iam/authorize.js';
import type { Broker } from './broker.js';
import { connectionOperations } from './connection-operations.js';
import { type ControlPlaneOperation, createPermit } from './control-plane-operation.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import type { PolicyAttachments } from './policy-attachments.js';
import { policyOperations } from './policy-operations.js';
import { shadowOperations } from './shadow-operations.js';
import type { ShadowService } from './shadow-service.js';
import { thingOperations } from './thing-operations.js';
import type { Things } from './things.js';

export interface ControlPlaneOptions {
  readonly attachments: PolicyAttachments;
  readonly things: Things;
  readonly shadows: ShadowService;
  readonly broker: Pick<Broker, 'disconnect'>;
  readonly requireIam: RequireIam;
  readonly authorize: AuthorizeDataPlane;
  readonly region: string;
  readonly accountId: string;
  /** Host that `DescribeEndpoint` names: the sandbox's own. */
  readonly endpoint: () => string;
}

/**
 * The HTTP operations of AWS IoT that the sandbox emulates; quotas per second are AWS's defaults.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_Operations.html
 * @see https://docs.aws.amazon.com/general/latest/gr/iot-core.html
 */
export function controlPlaneOperations(options: ControlPlaneOptions): ControlPlaneOperation[] {
  const { requireIam, region, accountId } = options;
  const arn = (resource: string) => `arn:aws:iot:${region}:${accountId}:${resource}`;
  const shared = { ...options, permit: createPermit(requireIam), arn };
  return [
    ...policyOperations(shared),
    ...thingOperations(shared),
    ...shadowOperations(shared),
    ...connectionOperations(shared),
  ];
}
