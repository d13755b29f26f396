import { Amplify } from 'aws-amplify';
import { get, post } from 'aws-amplify/api';
import { confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';

describe('Amplify 6, unmodified, with only its endpoints set', () => {
  const username = 'amplify@example.com';
  const password = 'Amplified-1234';
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await runningSandbox();
    // Amplify warns that the endpoints are not AWS's own; here that is the point.
    jest.spyOn(console, 'warn').mockImplementation();
    const { outputs, url } = sandbox;
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: outputs.UserPoolId ?? '',
          userPoolClientId: outputs.UserPoolClientId ?? '',
          identityPoolId: outputs.IdentityPoolId ?? '',
          userPoolEndpoint: url,
          identityPoolEndpoint: url,
        },
      },
      API: {
        REST: {
          access: {
            endpoint: (outputs.AttachPolicyUrl ?? '').replace('/attach-policy', ''),
            region: outputs.Region ?? '',
            service: 'execute-api',
          },
        },
      },
    });
    cognitoUserPoolsTokenProvider.setKeyValueStorage(memoryStorage());
  });
  afterAll(() => sandbox.stop());

  it('signs up, confirms, and signs in with SRP', async () => {
    const { nextStep } = await signUp({ username, password, options: { userAttributes: { email: username } } });
    expect(nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    const [message] = sandbox.views.messages();
    await confirmSignUp({ username, confirmationCode: message?.code ?? '' });
    await expect(signIn({ username, password, options: { authFlowType: 'USER_SRP_AUTH' } })).resolves.toMatchObject({
      isSignedIn: true,
    });
  });

  it('gets tokens, credentials and an identity in its session', async () => {
    const session = await fetchAuthSession();
    expect(session.tokens?.idToken?.payload.email).toBe(username);
    expect(session.credentials?.accessKeyId).toMatch(/^ASIA/);
    expect(session.identityId).toMatch(/^us-east-1:/);
  });

  it('posts to /attach-policy, signed with IAM, and is attached', async () => {
    const { identityId } = await fetchAuthSession();
    const { body } = await post({ apiName: 'access', path: '/attach-policy' }).response;
    await expect(body.json()).resolves.toMatchObject({ identityId, policyName: sandbox.outputs.IotPolicyName });
  });

  it('reads the status of its own identity', async () => {
    const { body } = await get({ apiName: 'access', path: '/attach-policy' }).response;
    await expect(body.json()).resolves.toMatchObject({ attached: true });
  });

  it('is refused after it has signed out', async () => {
    await signOut();
    await expect(post({ apiName: 'access', path: '/attach-policy' }).response).rejects.toThrow();
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
