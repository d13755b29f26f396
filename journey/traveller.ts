import type { MqttClient } from 'mqtt';
import type { JourneyTarget } from './target.js';

/** Credentials of an identity, as the identity pool gave them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Somebody who has signed in. */
export interface SignedInUser {
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
  readonly identityId: string;
  readonly credentials: AwsCredentials;
}

/** What the steps learn on the way and the later ones need. */
export interface Traveller {
  readonly target: JourneyTarget;
  email?: string;
  password?: string;
  idToken?: string;
  user?: SignedInUser;
  /** A second user, whom the first tries to pass for. */
  other?: SignedInUser;
  /** The connection that stays open for the topics. */
  connection?: MqttClient;
  /** Connections to be closed at the end. */
  readonly open: MqttClient[];
}

export interface JourneyStep {
  readonly name: string;
  /** Steps without which this one makes no sense. */
  readonly needs: readonly string[];
  /** The step wants a refusal that a policy must have decided. */
  readonly refusedByPolicy?: boolean;
  /** Does the step, and throws unless it went as it should. @returns what is worth telling */
  readonly run: (traveller: Traveller) => Promise<Readonly<Record<string, unknown>>>;
}

/** What an earlier step learned. @throws Error if it did not, which `needs` should have prevented */
export function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The journey does not know the ${what} yet.`);
  return value;
}
