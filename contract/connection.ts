import type { GrantedDevices } from './device-access.js';
import type { Topics } from './topics.js';

/** Stands for the identity ID in what settings mean. IAM and IoT Core both replace it:
 * https://docs.aws.amazon.com/iot/latest/developerguide/pub-sub-policy.html */
export const identityVariable = '${cognito-identity.amazonaws.com:sub}';

/** How any identity connects: client ID and topics with `identityVariable` in the place of the identity ID. */
export interface ConnectionTemplate {
  readonly clientId: string;
  readonly topics: Topics;
}

/** How an identity connects, as the stack's settings and the role of its credentials say. */
export interface Connection {
  /** Host name, without scheme. */
  readonly endpoint: string;
  readonly region: string;
  readonly clientId: string;
  /** What the role allows. Absent in the answer to a direct `lambda:Invoke` of a stack with groups, which does not say
   * the role. */
  readonly topics?: Topics;
  /** Absent where the stack has no `devices`. */
  readonly devices?: GrantedDevices;
}
