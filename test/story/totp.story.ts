import {
  confirmSignIn,
  confirmSignUp,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { generateSync } from 'otplib';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { configureAmplify, receiveMessage } from '../support/configured-amplify.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

const password = 'Two-Factors-1';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

async function signUpAs(username: string): Promise<void> {
  await signUp({ username, password, options: { userAttributes: { email: username } } });
  const code = sandbox.views.messages().at(-1)?.code ?? '';
  await confirmSignUp({ username, confirmationCode: code });
}

/** What the authenticator of the user's telephone shows. */
const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(sandbox.clock.now() / 1000) });
/** A code is good once: half a minute later there is another. */
const nextCode = (secret: string) => {
  sandbox.clock.advance(30_000);
  return codeOf(secret);
};

it('where mfa is optional, a user of Amplify sets up an authenticator, signs in with it, and hears a message', async () => {
  sandbox = await settingsSandbox({ mfa: 'optional' });
  configureAmplify(sandbox);
  const username = 'totp@example.com';
  await signUpAs(username);
  await signIn({ username, password });
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: codeOf(sharedSecret) });
  await updateMFAPreference({ totp: 'PREFERRED' });
  expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
  await signOut();

  const { isSignedIn, nextStep } = await signIn({ username, password });
  expect([isSignedIn, nextStep.signInStep]).toEqual([false, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE']);
  await expect(confirmSignIn({ challengeResponse: '000000' })).rejects.toMatchObject({ name: 'CodeMismatchException' });
  expect(await confirmSignIn({ challengeResponse: nextCode(sharedSecret) })).toMatchObject({ isSignedIn: true });
  await receiveMessage(sandbox);
  await signOut();
}, 60_000);

it('where mfa is required, a user sets it up while signing in, and hears a message', async () => {
  sandbox = await settingsSandbox({ mfa: 'required' });
  configureAmplify(sandbox);
  const username = 'required@example.com';
  await signUpAs(username);
  const { nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep);
  const { sharedSecret } = nextStep.totpSetupDetails;
  expect(await confirmSignIn({ challengeResponse: codeOf(sharedSecret) })).toMatchObject({ isSignedIn: true });
  await receiveMessage(sandbox);
  await signOut();
  expect((await signIn({ username, password })).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
}, 60_000);
