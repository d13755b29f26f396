import { AwsError } from '../../base/errors.js';

/** Told to the person at the browser, since there is no address that could be trusted with it. */
export class PageError extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.name = 'PageError';
    this.status = status;
  }
}

/** Told to the app, at its registered address. */
export class RedirectError extends Error {
  readonly location: string;

  constructor(redirectUri: string, state: string | undefined, error: string, description?: string) {
    super(description ?? error);
    this.name = 'RedirectError';
    this.location = withParameters(redirectUri, '?', { error, error_description: description, state });
  }
}

/** An error of RFC 6749, section 5.2: `invalid_grant` and its like. */
export class OAuthError extends AwsError {
  constructor(code: string, description: string, status = 400) {
    super(code, description, status);
    this.name = 'OAuthError';
  }
}

/** Adds what is defined to an address, after `?` or `#`; the address itself stays as it is registered. */
export function withParameters(
  address: string,
  mark: '?' | '#',
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const glue = mark === '?' && address.includes('?') ? '&' : mark;
  return `${address}${glue}${new URLSearchParams(given)}`;
}
