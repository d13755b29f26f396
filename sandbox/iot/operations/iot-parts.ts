import type { Broker, ServiceMessage } from '../broker.js';
import type { AuthorizeDataPlane } from '../data-plane.js';
import type { IotLog } from '../logging/iot-log.js';
import type { IotPolicies } from '../policies/iot-policies.js';
import type { PolicyAttachments } from '../policy-attachments.js';
import type { ShadowService } from '../shadow-service.js';
import type { Things } from '../things.js';

type ReceivedMessage = ServiceMessage & { readonly payload: Uint8Array };

/** What the operations need. */
export interface IotParts {
  readonly policies: IotPolicies;
  readonly attachments: PolicyAttachments;
  readonly things: Things;
  readonly shadows: ShadowService;
  readonly broker: Pick<Broker, 'disconnect' | 'connection' | 'retained'>;
  /** A message over HTTPS, for subscribers and for the shadows. */
  readonly publish: (message: ReceivedMessage) => void;
  readonly log: IotLog;
  readonly authorize: AuthorizeDataPlane;
  readonly region: string;
  readonly accountId: string;
  /** Host that `DescribeEndpoint` names: the sandbox's own. */
  readonly host: string;
}

/** The ARN of one of IoT's resources: `policy/…`, `thing/…`. */
export type IotArn = (resource: string) => string;
