import type { MqttClient } from 'mqtt';
import type { ConnectionTemplate } from '../contract/connection.js';
import type { AwsCredentials } from './aws-credentials.js';
import type { JourneyTarget } from './target.js';

export type { AwsCredentials } from './aws-credentials.js';

/** Somebody who has credentials of the identity pool. */
export interface Identity {
  readonly identityId: string;
  readonly credentials: AwsCredentials;
}

/** Somebody who has signed in. */
export interface SignedInUser extends Identity {
  /** The user name, too. */
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
}

/** What the steps learn on the way and the later ones need. */
export interface Traveller {
  readonly target: JourneyTarget;
  /** The group that the user is put into before signing in. */
  readonly group?: string;
  email?: string;
  password?: string;
  idToken?: string;
  user?: Identity;
  /** A second user, whom the first tries to pass for. */
  other?: Identity;
  /** What the user may do, as `/attach-policy` or, for guests, the setting says. */
  access?: ConnectionTemplate;
  /** The connection that stays open for the topics. */
  connection?: MqttClient;
  /** Filters that the connection is subscribed to. */
  filters?: readonly string[];
  /** Name of the device that is granted, and of its thing. */
  device?: string;
  /** When that device was granted, or taken back, as `performance.now()` counts. */
  grantChangedAt?: number;
  /** Connections of the user and of the device, open when the grant is taken back. */
  deviceConnections?: { readonly user: MqttClient; readonly device: MqttClient };
  /** When `/attach-policy` had attached, as `performance.now()` counts; guests have nothing attached. */
  attachedAt?: number;
  /** Whether a client ID may be told apart by a suffix, as tabs do; undefined until tried. */
  suffixes?: boolean;
  /** When each client ID was last connected with, as `performance.now()` counts; of all travellers together. */
  readonly taken: Map<string, number>;
  /** Connections to be closed at the end. */
  readonly open: MqttClient[];
}

export interface JourneyStep {
  readonly name: string;
  /** Steps without which this one makes no sense. */
  readonly needs: readonly string[];
  /** Does the step, and throws unless it went as it should. @returns what is worth telling, or why there is no use for it */
  readonly run: (traveller: Traveller) => Promise<Readonly<Record<string, unknown>> | Skipped>;
}

/** The stack has no use for a step. */
export class Skipped {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * What an earlier step learned.
 *
 * @throws Error if it did not, which `needs` should have prevented
 */
export function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The journey does not know the ${what} yet.`);
  return value;
}
