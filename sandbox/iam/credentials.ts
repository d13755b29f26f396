import { hkdfSync, randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.js';
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
  /** As `issue`; whoever is called the same has the same credentials in every store of the same key. */
  issueTo(name: string, principal: Principal, lifetimeSeconds: number): Credentials;
  /** What was issued, by access key, without its secrets. */
  issued(): readonly IssuedTo[];
  /** Goes on with what a store of the same key has issued. */
  adopt(issued: IssuedTo): void;
  /** What was issued under this access key, expired or not. */
  find(accessKeyId: string): IssuedCredentials | undefined;
}

/** To whom an access key was issued. */
export interface IssuedTo {
  readonly accessKeyId: string;
  readonly principal: Principal;
  /** Milliseconds since 1970. */
  readonly expiration: number;
}

/** What is remembered of each, of which there are many: secret and token are worked out again when they are used. */
interface Remembered {
  readonly principal: Principal;
  readonly expiration: number;
}

/** @param key of which secrets and tokens are made */
export function createCredentialStore(clock: Clock, key = randomBytes(32)): CredentialStore {
  const issued = new Map<string, Remembered>();
  const derived = (accessKeyId: string, what: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, accessKeyId, what, bytes)).toString('base64');

  const credentialsOf = (accessKeyId: string, expiration: number): Credentials => ({
    accessKeyId,
    secretAccessKey: derived(accessKeyId, 'secret access key', 30),
    // Base64 with its `+`, `/` and `=`, so that a client that forgets to encode it fails here as it would on AWS.
    sessionToken: `IQoJb3JpZ2luX2Vj${derived(accessKeyId, 'session token', 300)}`,
    expiration,
  });

  const adopt = ({ accessKeyId, principal, expiration }: IssuedTo) => {
    issued.set(accessKeyId, { principal, expiration });
    // An hour later nobody needs to be told any more that they have expired.
    clock.at(expiration + 3_600_000, () => issued.delete(accessKeyId));
  };

  const issueAs = (accessKeyId: string, principal: Principal, lifetimeSeconds: number) => {
    const expiration = clock.now() + lifetimeSeconds * 1000;
    adopt({ accessKeyId, principal, expiration });
    return credentialsOf(accessKeyId, expiration);
  };

  return {
    adopt,
    issued: () => [...issued].map(([accessKeyId, remembered]) => ({ accessKeyId, ...remembered })),
    issue: (principal, lifetimeSeconds) => issueAs(accessKeyIdOf(randomBytes(16)), principal, lifetimeSeconds),
    issueTo(name, principal, lifetimeSeconds) {
      const bytes = new Uint8Array(hkdfSync('sha256', key, name, 'access key ID', 16));
      return issueAs(accessKeyIdOf(bytes), principal, lifetimeSeconds);
    },
    find(accessKeyId) {
      const found = issued.get(accessKeyId);
      if (found === undefined) return undefined;
      return { principal: found.principal, credentials: credentialsOf(accessKeyId, found.expiration) };
    },
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function accessKeyIdOf(bytes: Uint8Array): string {
  return `ASIA${[...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}
