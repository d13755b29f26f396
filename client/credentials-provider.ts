import { reasonOf } from './abortable.js';
import { InvalidCredentialsError, IotAccessError, NotSignedInError } from './iot-access-error.js';
import { kindOf } from './kind-of.js';
import { isPassingFault } from './network-fault.js';

/** Temporary credentials of the identity pool. */
export interface AwsCredentials {
  /** As `ASIA…`. */
  readonly accessKeyId: string;
  /** Signs requests, and never leaves the device. */
  readonly secretAccessKey: string;
  /** Temporary credentials have one. */
  readonly sessionToken?: string | undefined;
  /** When they end, as a date or in milliseconds since 1970: before that the client renews the connection. */
  readonly expiration?: Date | number | string | undefined;
  /** Of Cognito; without it the client asks by `GET /attach-policy`. */
  readonly identityId?: string | undefined;
}

/** What Amplify's `fetchAuthSession` gives. */
export interface AuthSession {
  /** Missing where nobody is signed in. */
  readonly credentials?: AwsCredentials | undefined;
  /** Of Cognito. */
  readonly identityId?: string | undefined;
  /** By the groups in it a client notices that its credentials are of a former role. */
  readonly tokens?: { readonly idToken?: { readonly payload?: object | undefined } | undefined } | undefined;
}

/**
 * Amplify's `fetchAuthSession`, a provider of the AWS SDK (`fromCognitoIdentityPool(…)`), or a function of one's own.
 * It is asked before every connect, so it should keep what it has; `forceRefresh` asks for new ones.
 */
export type CredentialsProvider = (options?: {
  forceRefresh?: boolean;
  /** Never given: that the name is there lets a provider of the AWS SDK, whose own option it is, be one as it stands. */
  callerClientConfig?: never;
}) => Promise<AwsCredentials | AuthSession>;

export interface CredentialsRequest {
  /** Others than the provider keeps: those were refused, or have ended. */
  readonly forceRefresh?: boolean;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiration: number | undefined;
  readonly identityId: string | undefined;
  /** The user's groups, where the provider gives the ID token with them. */
  readonly groups?: string | undefined;
  /** A session without tokens: those of a guest, unless a back end of the app's own signs users in. */
  readonly withoutTokens?: boolean;
}

/** The network failed or AWS throttled: asking again later may do. */
export class ProviderUnavailable extends Error {}

/** Milliseconds after which a provider that has not answered is asked again. */
const ANSWER_WITHIN_MS = 60_000;

/**
 * @throws NotSignedInError if there are none; InvalidCredentialsError if they are something else; ProviderUnavailable
 * when it is worth asking again; the signal's reason
 */
export async function fetchCredentials(
  provider: CredentialsProvider,
  signal: AbortSignal,
  options?: CredentialsRequest,
): Promise<Credentials> {
  const session = await ask(provider, signal, options);
  const given = credentialsIn(session);
  const expiration = given.expiration === undefined ? undefined : +new Date(given.expiration);
  return {
    accessKeyId: given.accessKeyId,
    secretAccessKey: given.secretAccessKey,
    sessionToken: given.sessionToken,
    expiration: Number.isNaN(expiration) ? undefined : expiration,
    identityId: session?.identityId ?? given.identityId,
    groups: groupsIn(session),
    // A provider of the AWS SDK has no such field, and tells nothing about it.
    withoutTokens: 'tokens' in session && session.tokens === undefined,
  };
}

async function ask(provider: CredentialsProvider, signal: AbortSignal, { forceRefresh }: CredentialsRequest = {}) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end = () => {};
  const silence = new Promise<never>((_resolve, reject) => {
    const late = () =>
      reject(new ProviderUnavailable(`The credentials provider has not answered in ${ANSWER_WITHIN_MS} ms.`));
    timer = setTimeout(late, ANSWER_WITHIN_MS);
    end = () => reject(reasonOf(signal));
    signal.addEventListener('abort', end);
  });
  try {
    // Amplify and the AWS SDK both take `forceRefresh`; providers that do not know it ignore it.
    return await Promise.race([provider(forceRefresh ? { forceRefresh } : undefined), silence]);
  } catch (error) {
    if (error instanceof IotAccessError || error instanceof ProviderUnavailable) throw error;
    if (isPassingFault(error)) throw new ProviderUnavailable('The credentials provider failed.', { cause: error });
    throw new NotSignedInError(
      'The credentials provider failed.',
      `Sign in again if the session has ended. It said: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function credentialsIn(session: unknown): AwsCredentials {
  if (typeof session !== 'object' || session === null) {
    throw new InvalidCredentialsError(
      `The credentials provider gave ${kindOf(session)}.`,
      'It must give an object with accessKeyId and secretAccessKey, or one that has such an object as credentials.',
    );
  }
  // Amplify gives a session without credentials where nobody is signed in.
  const isSession = 'credentials' in session || 'tokens' in session || Object.keys(session).length === 0;
  const given = (isSession ? (session as AuthSession).credentials : session) as Partial<AwsCredentials> | undefined;
  if (!given) {
    throw new NotSignedInError('There are no AWS credentials.', 'Sign in first; guests need an IAM role of their own.');
  }
  const missing = (['accessKeyId', 'secretAccessKey'] as const).filter(
    (name) => typeof given[name] !== 'string' || !given[name],
  );
  if (missing.length === 0) return given as AwsCredentials;
  throw new InvalidCredentialsError(
    `The credentials provider gave credentials without ${missing.join(' and ')}; they have ${Object.keys(given).join(', ') || 'nothing'}.`,
    'They must have accessKeyId, secretAccessKey and sessionToken, spelt so.',
  );
}

function groupsIn(session: AuthSession): string | undefined {
  const { payload } = session.tokens?.idToken ?? {};
  if (payload === undefined) return undefined;
  const groups = (payload as { readonly 'cognito:groups'?: unknown })['cognito:groups'];
  return JSON.stringify(Array.isArray(groups) ? [...groups].sort() : []);
}
