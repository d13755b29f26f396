/** What `fetch` says in Chromium, Firefox, Node, Safari and React Native when nothing answers. */
const SAID_BY_FETCH =
  /failed to fetch|networkerror|network error|fetch failed|terminated|load failed|network request failed|network connection was lost|internet connection appears to be offline/i;

interface Fault {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Whether a credentials provider failed for want of the network, or of a service that answers: `fetch` fails with a
 * TypeError, Amplify with a NetworkError, Node with a system error's code. A TypeError is also what a mistake in the
 * provider throws, and that no waiting mends.
 */
export function isPassingFault(error: unknown): boolean {
  const { name, message, stack, code, $metadata } = (error ?? {}) as Fault;
  // Safari says it in the user's language, but its own errors of the network have no stack.
  if (name === 'TypeError' && (SAID_BY_FETCH.test(String(message)) || !stack)) return true;
  return (
    /^(NetworkError|NetworkingError|TimeoutError|TooManyRequestsException|ThrottlingException)$/.test(String(name)) ||
    /^(E[A-Z]+|EAI_AGAIN|UND_ERR_\w+)$/.test(String(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}
