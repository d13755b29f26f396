import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { Principal } from './principal.js';

/** Temporary credentials as STS issues them. */
export interface Credentials {
  /** `ASIA` and 16 letters or digits. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiration: number;
}

export interface IssuedCredentials {
  readonly credentials: Credentials;
  readonly principal: Principal;
}

export interface CredentialStore {
  /** Issues credentials that live `lifetimeSeconds`. */
  issue(principal: Principal, lifetimeSeconds: number): Credentials;
  /** What was issued under this access key, expired or not. */
  find(accessKeyId: string): IssuedCredentials | undefined;
}

export function createCredentialStore(clock: Clock): CredentialStore {
  const issued = new Map<string, IssuedCredentials>();
  return {
    issue(principal, lifetimeSeconds) {
      const credentials = {
        accessKeyId: `ASIA${randomText(16)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        // Base64 with its `+`, `/` and `=`, so that a client that forgets to encode it fails here as it would on AWS.
        sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(300).toString('base64')}`,
        expiration: clock.now() + lifetimeSeconds * 1000,
      };
      issued.set(credentials.accessKeyId, { credentials, principal });
      // An hour later nobody needs to be told any more that they have expired.
      clock.at(credentials.expiration + 3_600_000, () => issued.delete(credentials.accessKeyId));
      return credentials;
    },
    find: (accessKeyId) => issued.get(accessKeyId),
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}
