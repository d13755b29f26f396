import type { Attachment } from '../contract/attachment.js';
import { reasonOf } from './abortable.js';
import type { AwsClock } from './aws-clock.js';
import { type ApiAnswer, callAttachPolicy as callAws, type Refusal, Unanswered } from './call-attach-policy.js';
import { type CredentialsRequest, ProviderUnavailable } from './credentials-provider.js';
import type { CredentialsSource } from './credentials-source.js';
import { type IotAccessError, UnreachableError } from './iot-access-error.js';
import { isConnection, type KeptConnection } from './kept-connection.js';
import type { Endpoints } from './outputs.js';
import { isPassing, refusalError } from './refusals.js';
import { RevokedError } from './revoked-error.js';
import { backOff, byChance, type Waits } from './waits.js';

export interface ApiCallerOptions {
  readonly endpoints: Endpoints;
  readonly credentials: CredentialsSource;
  readonly kept: KeptConnection;
  readonly waits: Waits;
  /** Learns from each answer. */
  readonly clock: AwsClock;
  /** Told whenever an answer says that the user's access has been taken away: nothing is to be tried any more. */
  readonly onRevoked: (error: RevokedError) => void;
  /** @default the request over the network */
  readonly callAttachPolicy?: typeof callAws | undefined;
}

/** What comes after an answer that waiting can change. */
export interface NextTry {
  /** 2 for the second. */
  readonly attempt: number;
  readonly waitMs: number;
}

export interface ApiCaller {
  /**
   * Calls until there is an answer that waiting cannot change.
   *
   * @param onTrouble told what the call will have failed with, should the signal end it now
   * @throws IotAccessError as the answer says, or the signal's reason
   */
  call(
    method: 'GET' | 'POST' | 'DELETE',
    signal: AbortSignal,
    onTrouble: (error: IotAccessError, next: NextTry, refusal?: Refusal) => void,
  ): Promise<Attachment>;
  /**
   * One GET: what the API says of the credentials; undefined if nothing answers, or nothing is wrong with them, which is
   * then taken to be so for a minute.
   */
  refusalOfCredentials(signal: AbortSignal): Promise<Refusal | undefined>;
  /** One GET: whether an operator has taken the user's access away; undefined if that cannot be told now. */
  isRevoked(signal: AbortSignal): Promise<boolean | undefined>;
}

/** Milliseconds. */
const BETWEEN_TRIES_MS = { first: 1000, cap: 10_000 };
/** A broker that is down while the API is up must not make every tab ask the API at each try. */
const TRUSTED_FOR_MS = 60_000;

export function createApiCaller(options: ApiCallerOptions): ApiCaller {
  const { endpoints, credentials, kept, waits, clock, onRevoked, callAttachPolicy = callAws } = options;
  type Method = 'GET' | 'POST' | 'DELETE';
  const once = async (method: Method, signal: AbortSignal, request?: CredentialsRequest): Promise<ApiAnswer> => {
    let wasOff = false;
    const onDate = (date: string | null) => {
      wasOff = clock.learn(date);
    };
    const signedBy = await credentials.get(request);
    const sign = () => callAttachPolicy({ method, endpoints, credentials: signedBy, now: clock.now(), onDate, signal });
    const answer = await sign();
    // "Signature expired": the device's clock was wrong, and nothing else may be.
    return wasOff && 'refusal' in answer && answer.refusal.ofCredentials ? sign() : answer;
  };

  let trustedUntil = 0;

  return {
    async call(method, signal, onTrouble) {
      let tries = 0;
      let attempt = 1;
      let refresh: 'not yet' | 'now' | 'done' = 'not yet';
      for (;;) {
        const answer = await once(method, signal, { forceRefresh: refresh === 'now' }).catch((error: unknown) => {
          if (signal.aborted) throw reasonOf(signal);
          if (error instanceof ProviderUnavailable || error instanceof Unanswered) return undefined;
          throw error;
        });
        if (refresh === 'now') refresh = 'done';
        if (answer !== undefined && 'attachment' in answer) {
          const { identityId, connection } = answer.attachment;
          credentials.learnIdentity(identityId);
          if (isConnection(connection)) kept.keep(identityId, connection);
          if (answer.attachment.revoked) onRevoked(new RevokedError());
          return answer.attachment;
        }
        const { refusal } = answer ?? {};
        if (refusal?.ofCredentials && refresh === 'not yet') {
          refresh = 'now';
          continue;
        }
        const error = refusal ? refusalError(refusal) : new UnreachableError(endpoints.apiHost);
        if (error instanceof RevokedError) onRevoked(error);
        if (refusal && !isPassing(refusal)) throw error;
        // A moment more by chance, so that those who were refused together do not come back together.
        const asked = refusal?.retryAfter;
        const pause = asked === undefined ? byChance(backOff(tries, BETWEEN_TRIES_MS)) : asked + Math.random() * 500;
        if (asked === undefined) tries += 1;
        attempt += 1;
        onTrouble(error, { attempt, waitMs: Math.round(pause) }, refusal);
        await waits.wait(pause, signal, { firm: asked !== undefined });
      }
    },

    async refusalOfCredentials(signal) {
      if (Date.now() < trustedUntil) return undefined;
      const answer = await once('GET', signal).catch(() => undefined);
      if (answer && 'refusal' in answer && answer.refusal.ofCredentials) return answer.refusal;
      if (answer) trustedUntil = Date.now() + TRUSTED_FOR_MS;
      return undefined;
    },

    async isRevoked(signal) {
      const answer = await once('GET', signal).catch(() => undefined);
      return answer && 'attachment' in answer ? answer.attachment.revoked === true : undefined;
    },
  };
}
