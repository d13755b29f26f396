import { InvalidCredentialsError } from './iot-access-error.js';
import { kindOf } from './kind-of.js';

/** @throws InvalidCredentialsError unless it is a function */
export function checkProvider(provider: unknown): void {
  if (typeof provider === 'function') return;
  const isPromise = typeof (provider as { then?: unknown } | undefined)?.then === 'function';
  throw new InvalidCredentialsError(
    `The option credentials is ${isPromise ? 'a promise' : kindOf(provider)}, not a function.`,
    isPromise
      ? 'Pass the function itself, without calling it: it is called before each connect.'
      : 'Pass a function that gives credentials: fetchAuthSession of aws-amplify/auth, or a provider of the AWS SDK.',
  );
}
