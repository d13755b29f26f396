import { type Request, type Response, Router } from 'express';
import { callOf } from '../../http/wire-request.js';
import { admit, type Doors } from '../../service/call-operation.js';
import type { CallerOf } from '../../service/operation.js';
import type { AnswerError } from '../../service/service.js';
import type { SignedInUser } from '../user-pool/user-pool.js';
import type { BrowserAnswer, BrowserRequest } from './browser-answer.js';
import type { HostedSignIn } from './hosted-sign-in.js';
import { CONTENT_SECURITY_POLICY } from './pages.js';
import { OAuthError } from './sign-in-errors.js';
import type { TokenRequest } from './token-endpoint.js';

/**
 * The paths of a user pool's domain: pages for browsers, and endpoints for apps, which are counted as
 * `cognito-idp:Token`, `cognito-idp:Revoke` and `cognito-idp:UserInfo`.
 */
export function hostedSignInRouter(hostedSignIn: HostedSignIn, doors: Doors): Router {
  const router = Router({ caseSensitive: true });
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
  const endpoint = <A extends 'token' | 'public'>(
    name: string,
    access: A,
    answer: (request: Request, caller: CallerOf<A, SignedInUser>) => object | Promise<object>,
  ) => {
    return async (request: Request, response: Response) => {
      const verifyToken = () => hostedSignIn.bearer(request.get('authorization'));
      const operation = { name: `cognito-idp:${name}`, access };
      const caller = await admit(
        operation,
        callOf(request, () => ({})),
        { signingName: 'cognito-idp', verifyToken },
        doors,
      );
      // What `admit` gives for this access.
      response.json(await answer(request, caller as CallerOf<A, SignedInUser>));
    };
  };
  const userInfo = endpoint('UserInfo', 'token', (_request, user) => hostedSignIn.userInfo(user));
  router.get('/oauth2/userInfo', userInfo).post('/oauth2/userInfo', userInfo);
  router.post(
    '/oauth2/token',
    endpoint('Token', 'public', (request) => hostedSignIn.token(tokenRequest(request))),
  );
  router.post(
    '/oauth2/revoke',
    endpoint('Revoke', 'public', async (request) => {
      await hostedSignIn.revoke(tokenRequest(request));
      return {};
    }),
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
