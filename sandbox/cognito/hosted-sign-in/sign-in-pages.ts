import { AwsError } from '../../base/errors.js';
import type { PublicCall } from '../../service/public-calls.js';
import { isAskedForCode } from '../mfa/software-token.js';
import { provenUser } from '../sign-in/proven-user.js';
import { checkMaySignIn } from '../sign-in/sign-in.js';
import { postAuthentication, preAuthentication } from '../triggers/authentication-triggers.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { type BrowserAnswer, type BrowserRequest, checkCsrf, formPage } from './browser-answer.js';
import { confirmPage, loginPage, signUpPage } from './pages.js';
import { PageError } from './sign-in-errors.js';

export interface SignInPagesOptions {
  readonly now: () => number;
  readonly call: PublicCall;
}

/** The sandbox's own pages, for one checked request of an app. */
export function createSignInPages({ now, call }: SignInPagesOptions) {
  const showLogin = (browser: BrowserRequest, request: AuthorizationRequest, status = 200, message?: string) => {
    const { client, pool, provider, loginHint } = request;
    const offered = provider === undefined ? client.oauth.identityProviders : [provider];
    return formPage(browser, status, (csrf) =>
      loginPage({
        query: browser.query,
        csrf,
        message,
        wrong: status >= 400,
        userName: browser.form.get('username') ?? loginHint,
        withPassword: offered.includes('COGNITO'),
        selfSignUp: offered.includes('COGNITO') && !pool.settings.allowAdminCreateUserOnly,
        providers: offered.filter((name) => name !== 'COGNITO'),
      }),
    );
  };

  const showSignUp = (browser: BrowserRequest, { pool }: AuthorizationRequest, status = 200, message?: string) => {
    const isName = (name: string) => name === 'email' && pool.settings.usernameAttributes.includes('email');
    const required = pool.settings.schema.filter((attribute) => attribute.required && !isName(attribute.name));
    const attributes = required.map(({ name }) => name);
    return formPage(browser, status, (csrf) =>
      signUpPage({ query: browser.query, csrf, message, wrong: status >= 400, attributes }),
    );
  };

  const showConfirm = (browser: BrowserRequest, status = 200, message?: string) => {
    const userName = browser.form.get('username') ?? '';
    return formPage(browser, status, (csrf) =>
      confirmPage({ query: browser.query, csrf, message, wrong: status >= 400, userName }),
    );
  };

  return {
    showLogin,
    showSignUp,

    /** Gives the user whose password this is, or the page that says what is wrong. */
    async signIn(browser: BrowserRequest, request: AuthorizationRequest) {
      checkCsrf(browser);
      checkPasswords(request);
      const { form } = browser;
      try {
        const { pool, clientId } = request;
        const [name, password] = [form.get('username') ?? '', form.get('password') ?? ''];
        const known = pool.users.find(name);
        if (known !== undefined) await preAuthentication(pool.triggers, known, clientId, undefined);
        const user = provenUser(request, name, password, now());
        checkMaySignIn(user);
        if (pool.settings.mfa === 'ON' || isAskedForCode(pool, user)) {
          throw new PageError('The sandbox does not emulate a second factor here; use the API for it.', 501);
        }
        if (user.status !== 'FORCE_CHANGE_PASSWORD') {
          await postAuthentication(pool.triggers, user, clientId, undefined);
          return { user };
        }
        throw new PageError('The sandbox does not emulate setting a first password here; use the API for it.', 501);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (error.code === 'UserNotConfirmedException') return { answer: showConfirm(browser, 200, error.message) };
        return { answer: showLogin(browser, request, 401, error.message) };
      }
    },

    async signUp(browser: BrowserRequest, request: AuthorizationRequest): Promise<BrowserAnswer> {
      checkCsrf(browser);
      checkPasswords(request);
      const { form } = browser;
      const attributes = [...form].filter(([name]) => name.startsWith('attribute.'));
      const input = {
        ClientId: request.clientId,
        Username: form.get('username') ?? '',
        Password: form.get('password') ?? '',
        UserAttributes: attributes.map(([name, Value]) => ({ Name: name.slice('attribute.'.length), Value })),
      };
      return call('SignUp', input).then(
        () => showConfirm(browser, 200, 'A code was sent to your e-mail address.'),
        (error: unknown) => showSignUp(browser, request, 400, messageOf(error)),
      );
    },

    async confirm(browser: BrowserRequest, request: AuthorizationRequest): Promise<BrowserAnswer> {
      checkCsrf(browser);
      checkPasswords(request);
      const { form } = browser;
      const given = { Username: form.get('username') ?? '', ConfirmationCode: form.get('code') ?? '' };
      return call('ConfirmSignUp', { ClientId: request.clientId, ...given }).then(
        () => showLogin(browser, request, 200, 'Confirmed. You can sign in now.'),
        (error: unknown) => showConfirm(browser, 400, messageOf(error)),
      );
    },
  };
}

function checkPasswords({ client }: AuthorizationRequest): void {
  if (client.oauth.identityProviders.includes('COGNITO')) return;
  throw new PageError('Users of this app sign in with an identity provider.', 403);
}

function messageOf(error: unknown): string {
  if (error instanceof AwsError) return error.message;
  throw error;
}
