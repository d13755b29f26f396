import { newAbort } from './abortable.js';
import type { AwsClock } from './aws-clock.js';
import {
  type Credentials,
  type CredentialsProvider,
  type CredentialsRequest,
  fetchCredentials,
} from './credentials-provider.js';
import { ClosedError, CredentialsExpiredError, NotSignedInError } from './iot-access-error.js';

/** Credentials of one and the same identity, asked for before every connect. */
export interface CredentialsSource {
  /**
   * @throws NotSignedInError, CredentialsExpiredError, ProviderUnavailable; ClosedError once they are forgotten
   */
  get(options?: CredentialsRequest): Promise<Credentials>;
  /** Undefined until known. */
  readonly identityId: string | undefined;
  /** For providers that do not tell it. */
  learnIdentity(identityId: string): void;
  /** Another user may come next. */
  forget(): void;
}

export function createCredentialsSource(provider: CredentialsProvider, clock: AwsClock): CredentialsSource {
  let identityId: string | undefined;
  let asking = newAbort();

  const hasEnded = ({ expiration }: Credentials) => expiration !== undefined && expiration <= clock.now();

  return {
    get identityId() {
      return identityId;
    },
    learnIdentity(learnt) {
      identityId = learnt;
    },
    forget() {
      // What comes late is of a user who may have signed out.
      asking.abort(new ClosedError());
      asking = newAbort();
      identityId = undefined;
    },
    async get(options) {
      const { signal } = asking;
      let credentials = await fetchCredentials(provider, signal, options);
      if (hasEnded(credentials) && !options?.forceRefresh) {
        credentials = await fetchCredentials(provider, signal, { forceRefresh: true });
      }
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
