import { type Request, type Response, Router } from 'express';
import type { AnswerError } from '../../http/aws-errors.js';
import type { OperationGuard } from '../../service/operation-guard.js';
import type { BrowserAnswer, BrowserRequest } from './browser-answer.js';
import type { HostedSignIn } from './hosted-sign-in.js';
import { CONTENT_SECURITY_POLICY } from './pages.js';
import { OAuthError } from './sign-in-errors.js';
import type { TokenRequest } from './token-endpoint.js';

export interface HostedSignInRouterOptions {
  /** Undefined in a stack without one: none of these paths is there. */
  readonly hostedSignIn: HostedSignIn | undefined;
  /** Counts these as `cognito-idp:Token`, `cognito-idp:Revoke` and `cognito-idp:UserInfo`. */
  readonly guard: OperationGuard;
}

/** The paths of a user pool's domain: pages for browsers, endpoints for apps. */
export function hostedSignInRouter({ hostedSignIn, guard }: HostedSignInRouterOptions): Router {
  const router = Router({ caseSensitive: true });
  if (hostedSignIn === undefined) return router;
  for (const [route, page] of Object.entries(hostedSignIn.pages)) {
    const [method = '', path = ''] = route.split(' ');
    router[method.toLowerCase() as 'get' | 'post'](path, async (request, response) => {
      answerBrowser(response, await page(browserRequest(request)));
    });
  }

  // Apps in a browser call these from their own origin.
  router.use(ENDPOINTS, (request, response, next) => {
    response.set({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
    if (request.method !== 'OPTIONS') return next();
    const asked = request.get('access-control-request-headers') ?? '*';
    response
      .set({ 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': asked })
      .sendStatus(200);
  });
  const endpoint = (name: string, answer: (request: Request) => Promise<object>) => {
    return async (request: Request, response: Response) => {
      await guard.enter(`cognito-idp:${name}`);
      response.json(await answer(request));
    };
  };
  const userInfo = endpoint('UserInfo', (request) => hostedSignIn.userInfo(request.get('authorization')));
  router.get('/oauth2/userInfo', userInfo).post('/oauth2/userInfo', userInfo);
  router.post(
    '/oauth2/token',
    endpoint('Token', (request) => hostedSignIn.token(tokenRequest(request))),
  );
  router.post(
    '/oauth2/revoke',
    endpoint('Revoke', (request) => hostedSignIn.revoke(tokenRequest(request)).then(() => ({}))),
  );
  return router;
}

/** What apps call gets the errors of RFC 6749, what people look at a line of text. */
export const answerHostedSignInError: AnswerError = (response, error, { path }) => {
  const { code, status, message } = error;
  if (!ENDPOINTS.includes(path)) return void response.status(status).type('text').send(message);
  const isOAuth = error instanceof OAuthError;
  if (isOAuth && status === 401) response.set('www-authenticate', `Bearer error="${code}"`);
  response.status(status).json({ error: isOAuth ? code : 'server_error', error_description: message });
};

const ENDPOINTS = ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo'];

function answerBrowser(response: Response, { status, location, html, cookies = {} }: BrowserAnswer): void {
  response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  for (const [name, value] of Object.entries(cookies)) {
    // Lax, since a provider sends the browser back from its own site; not Secure, since this is plain HTTP.
    response.cookie(name, value, { httpOnly: true, sameSite: 'lax', path: '/', ...(value ? {} : { maxAge: 0 }) });
  }
  if (location !== undefined) return void response.status(status).set('location', location).end();
  response
    .status(status)
    .set({ 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-frame-options': 'DENY' })
    .type('html')
    .send(html);
}

function browserRequest(request: Request): BrowserRequest {
  return { query: queryOf(request), form: formOf(request), cookies: cookiesOf(request) };
}

function tokenRequest(request: Request): TokenRequest {
  return { form: formOf(request), authorization: request.get('authorization') };
}

function queryOf({ originalUrl }: Request): URLSearchParams {
  return new URL(originalUrl, 'http://sandbox').searchParams;
}

/** Browsers send forms so, and RFC 6749 asks it of apps; any other body is no form. */
function formOf(request: Request): URLSearchParams {
  const isForm = request.is('application/x-www-form-urlencoded') && Buffer.isBuffer(request.body);
  return new URLSearchParams(isForm ? request.body.toString('utf8') : '');
}

function cookiesOf(request: Request): Record<string, string> {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
