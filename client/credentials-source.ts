import type { AwsClock } from './aws-clock.js';
import { type Credentials, type CredentialsProvider, fetchCredentials } from './credentials.js';
import { CredentialsExpiredError, NotSignedInError } from './errors.js';

/** Credentials of one and the same identity, asked for before every connect. */
export interface CredentialsSource {
  /**
   * @param forceRefresh true when those of before were refused
   * @throws NotSignedInError, CredentialsExpiredError, ProviderUnavailable
   */
  get(forceRefresh?: boolean): Promise<Credentials>;
  /** Undefined until known. */
  readonly identityId: string | undefined;
  /** For providers that do not tell it. */
  learnIdentity(identityId: string): void;
  /** Another user may come next. */
  forget(): void;
}

export function createCredentialsSource(provider: CredentialsProvider, clock: AwsClock): CredentialsSource {
  let identityId: string | undefined;

  const hasEnded = ({ expiration }: Credentials) => expiration !== undefined && expiration <= clock.now();

  return {
    get identityId() {
      return identityId;
    },
    learnIdentity(learnt) {
      identityId = learnt;
    },
    forget() {
      identityId = undefined;
    },
    async get(forceRefresh = false) {
      let credentials = await fetchCredentials(provider, forceRefresh);
      if (hasEnded(credentials) && !forceRefresh) credentials = await fetchCredentials(provider, true);
      // As long as AWS has not told its time, it may be the device's clock that is wrong: AWS is to judge.
      if (hasEnded(credentials) && clock.isLearnt)
        throw new CredentialsExpiredError('the provider gives only credentials that have expired.');
      if (identityId !== undefined && credentials.identityId !== undefined && credentials.identityId !== identityId) {
        throw new NotSignedInError(
          `The credentials are of another identity (${credentials.identityId}) than before (${identityId}).`,
          'Close the client when a user signs out, and connect again for the next one.',
        );
      }
      identityId ??= credentials.identityId;
      return { ...credentials, identityId };
    },
  };
}
