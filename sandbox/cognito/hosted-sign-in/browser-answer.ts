import { randomBytes, timingSafeEqual } from 'node:crypto';
import { PageError } from './sign-in-errors.js';

/** A request of a browser. */
export interface BrowserRequest {
  readonly query: URLSearchParams;
  /** Fields of a form; empty for a GET. */
  readonly form: URLSearchParams;
  readonly cookies: Readonly<Record<string, string>>;
}

/** Sends the browser elsewhere, or shows a page. */
export interface BrowserAnswer {
  readonly status: number;
  readonly location?: string;
  readonly html?: string;
  /** To set; `''` takes the cookie away. */
  readonly cookies?: Readonly<Record<string, string>>;
}

/** The names are those of AWS's own. */
export const COOKIES = { session: 'cognito', journey: 'cognito-fl', csrf: 'XSRF-TOKEN' } as const;

export function redirect(location: string, cookies: Readonly<Record<string, string>> = {}): BrowserAnswer {
  return { status: 302, location, cookies };
}

/**
 * A page with a form, which carries the value of a cookie: another site can post a form here, but not read or set that.
 *
 * @param html given the value
 */
export function formPage({ cookies }: BrowserRequest, status: number, html: (csrf: string) => string): BrowserAnswer {
  const csrf = cookies[COOKIES.csrf] || randomBytes(32).toString('base64url');
  return { status, html: html(csrf), cookies: { [COOKIES.csrf]: csrf } };
}

/** @throws PageError for a form that did not come from a page of ours */
export function checkCsrf({ form, cookies }: BrowserRequest): void {
  const expected = Buffer.from(cookies[COOKIES.csrf] ?? '');
  const given = Buffer.from(form.get('_csrf') ?? '');
  if (expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given)) return;
  throw new PageError('The form was not sent from the sign-in page. Please go back and try again.', 403);
}
