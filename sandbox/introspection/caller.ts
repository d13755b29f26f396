import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { CONSOLE_TOKEN_HEADER } from '../../contract/console.js';

/**
 * Who asks.
 *
 * - `machine`: a program on this machine, or somebody who typed the address into a browser
 * - `console`: the page at `/`, by its token
 * - `page`: a page of the stack's own origins, another page of the sandbox's origin (the hosted sign-in, or what a
 *   function answered), or a browser that follows a link
 * - `stranger`: any other page
 */
export type Caller = 'machine' | 'console' | 'page' | 'stranger';

export interface KnownCallers {
  /** Of the console; random for each boot. */
  readonly token: string;
  /** Pages that the stack itself lets call it, and the demo page. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Browsers say where a request comes from, and no page can say it otherwise: `Origin` with whatever may change
 * something and with whatever wants to read across origins, `Sec-Fetch-Site` with every request to a loopback address.
 * Programs say neither.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function callerOf(request: Request, { token, allowedOrigins }: KnownCallers): Caller {
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  const isOwn = origin === undefined ? site === 'same-origin' : isOwnOrigin(request, origin, site);
  if (isOwn) return isSame(request.get(CONSOLE_TOKEN_HEADER) ?? '', token) ? 'console' : 'page';
  // Sandboxed frames and files have the origin `null`, whoever they are.
  if (origin !== undefined) return origin !== 'null' && allowedOrigins.includes(origin) ? 'page' : 'stranger';
  if (site === undefined || site === 'none') return 'machine';
  return request.get('sec-fetch-mode') === 'navigate' ? 'page' : 'stranger';
}

/** Other names of this machine stand for other sites, which resolve to it: DNS rebinding. */
export function isForLoopback({ hostname }: Request): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isOwnOrigin(request: Request, origin: string, site = 'same-origin'): boolean {
  const host = request.get('host');
  return site === 'same-origin' && (origin === `http://${host}` || origin === `https://${host}`);
}

/** Whoever guesses learns nothing from how long it takes. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
