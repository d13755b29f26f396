import { NotSignedInError } from './errors.js';

/** Temporary credentials of the identity pool. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | number | string | undefined;
  readonly identityId?: string | undefined;
}

/** What Amplify's `fetchAuthSession` gives. */
export interface AuthSession {
  readonly credentials?: AwsCredentials | undefined;
  readonly identityId?: string | undefined;
}

/**
 * Amplify's `fetchAuthSession`, a provider of the AWS SDK (`fromCognitoIdentityPool(…)`), or a function of one's own.
 * It is asked before every connect, so it should keep what it has; `forceRefresh` asks for new ones.
 */
export type CredentialsProvider = (options?: { forceRefresh?: boolean }) => Promise<AwsCredentials | AuthSession>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiration: number | undefined;
  readonly identityId: string | undefined;
}

/** The network failed or AWS throttled: asking again later may do. */
export class ProviderUnavailable extends Error {}

/** @throws NotSignedInError if there are none; ProviderUnavailable when it is worth asking again */
export async function fetchCredentials(provider: CredentialsProvider, forceRefresh: boolean): Promise<Credentials> {
  const session = await ask(provider, forceRefresh);
  const given = session && 'credentials' in session ? session.credentials : (session as AwsCredentials | undefined);
  if (!given?.accessKeyId || !given.secretAccessKey) {
    throw new NotSignedInError('There are no AWS credentials.', 'Sign in first; guests need an IAM role of their own.');
  }
  const expiration = given.expiration === undefined ? undefined : +new Date(given.expiration);
  return {
    accessKeyId: given.accessKeyId,
    secretAccessKey: given.secretAccessKey,
    sessionToken: given.sessionToken,
    expiration: Number.isNaN(expiration) ? undefined : expiration,
    identityId: session?.identityId ?? given.identityId,
  };
}

async function ask(provider: CredentialsProvider, forceRefresh: boolean) {
  try {
    // Amplify and the AWS SDK both take `forceRefresh`; providers that do not know it ignore it.
    return await provider(forceRefresh ? { forceRefresh } : undefined);
  } catch (error) {
    if (error instanceof NotSignedInError) throw error;
    if (isPassing(error)) throw new ProviderUnavailable('The credentials provider failed.', { cause: error });
    throw new NotSignedInError(
      'The credentials provider failed.',
      `Sign in again if the session has ended. It said: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

interface Failure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** `fetch` fails with a TypeError, Amplify with a NetworkError, Node with a system error's code. */
function isPassing(error: unknown): boolean {
  const { name, code, $metadata } = (error ?? {}) as Failure;
  return (
    /^(TypeError|NetworkError|NetworkingError|TimeoutError|TooManyRequestsException|ThrottlingException)$/.test(
      String(name),
    ) ||
    /^(E[A-Z]+|EAI_AGAIN|UND_ERR_\w+)$/.test(String(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}
