import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signInWithRedirect } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type Browser, createBrowser } from '../support/browser.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const APP = 'http://localhost:8000';
const isApp = (address: string) => address.startsWith(APP);

let sandbox: Sandbox;
let ada: SignedInUser;
let browser: Browser;

beforeAll(async () => {
  sandbox = await settingsSandbox({ signIn: { domainPrefix: 'my-app' } });
  ada = await signedInUser(sandbox);
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(() => {
  browser = createBrowser();
});

describe('Amplify with signInWithRedirect', () => {
  it('signs in against it, its https answered here as a proxy with a certificate would', async () => {
    const { UserPoolId = '', UserPoolClientId = '', IdentityPoolId = '', SignInDomain = '' } = sandbox.outputs;
    const plain = (url: string) => url.replace(`https://${SignInDomain}`, sandbox.url);
    const original = globalThis.fetch;
    jest.spyOn(console, 'warn').mockImplementation();
    jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => original(plain(String(url)), init));
    // What Amplify asks a browser for: where it is.
    const location = { origin: APP, pathname: '/', hostname: 'localhost' };
    Object.assign(globalThis, { window: { location, addEventListener: () => undefined } });
    const oauth = {
      domain: SignInDomain,
      scopes: ['openid', 'email'],
      redirectSignIn: [APP],
      redirectSignOut: [APP],
      responseType: 'code' as const,
    };
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: UserPoolId,
          userPoolClientId: UserPoolClientId,
          identityPoolId: IdentityPoolId,
          userPoolEndpoint: sandbox.url,
          identityPoolEndpoint: sandbox.url,
          loginWith: { oauth },
        },
      },
    });
    cognitoUserPoolsTokenProvider.setKeyValueStorage(memoryStorage());
    try {
      await signInWithRedirect({
        options: {
          authSessionOpener: async (url) => {
            const page = await browser.open(plain(url), isApp);
            const back = await browser.submit(page, { username: ada.email, password: ada.password });
            return { type: 'success', url: back.location ?? '' };
          },
        },
      });
      const { identityId, tokens: session } = await fetchAuthSession();
      expect(session?.idToken?.payload.email).toBe(ada.email);
      expect(identityId).toBe(ada.identityId);
    } finally {
      jest.restoreAllMocks();
      Reflect.deleteProperty(globalThis, 'window');
    }
  });
});

function memoryStorage() {
  const items = new Map<string, string>();
  return {
    setItem: async (key: string, value: string) => void items.set(key, value),
    getItem: async (key: string) => items.get(key) ?? null,
    removeItem: async (key: string) => void items.delete(key),
    clear: async () => items.clear(),
  };
}
