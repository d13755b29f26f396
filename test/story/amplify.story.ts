import { get, post } from 'aws-amplify/api';
import { confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { configureAmplify } from '../support/configured-amplify.js';
import { runningSandbox } from '../support/running-sandbox.js';

describe('Amplify 6, unmodified, with only its endpoints set', () => {
  const username = 'amplify@example.com';
  const password = 'Amplified-1234';
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await runningSandbox();
    configureAmplify(sandbox);
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
