import { confirmSignUp, signIn, signOut, signUp } from 'aws-amplify/auth';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { configureAmplify, receiveMessage } from '../support/configured-amplify.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

const password = 'Fifty-E-Mails-1';
const DAY_MS = 24 * 3_600_000;

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

const signUpAs = (username: string) => signUp({ username, password, options: { userAttributes: { email: username } } });

async function launch(): Promise<void> {
  for (let number = 1; number <= 50; number += 1) await signUpAs(`user${number}@example.com`);
}

async function confirmAndHear(username: string): Promise<void> {
  const mail = sandbox.views.messages().findLast(({ to }) => to === username);
  await confirmSignUp({ username, confirmationCode: mail?.code ?? '' });
  await signIn({ username, password });
  await receiveMessage(sandbox);
  await signOut();
}

it('of 51 people who sign up on one day all but the last one can, and hear a message; that one can a day later', async () => {
  sandbox = await settingsSandbox({});
  configureAmplify(sandbox);
  await launch();
  await expect(signUpAs('late@example.com')).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: expect.stringContaining('configure your user pool to use your own Amazon SES configuration'),
  });
  expect(sandbox.views.messages()[0]).toMatchObject({ from: 'no-reply@verificationemail.com' });
  await confirmAndHear('user1@example.com');
  sandbox.clock.advance(DAY_MS);
  await signUpAs('late@example.com');
  expect(sandbox.views.messages().at(-1)).toMatchObject({ to: 'late@example.com' });
}, 60_000);

it('with SES all 51 get their code, from the address of the app, and the last one hears a message', async () => {
  sandbox = await settingsSandbox({
    email: { from: 'hello@example.com', fromName: 'Shop', replyTo: 'help@example.com' },
  });
  configureAmplify(sandbox);
  await launch();
  await signUpAs('late@example.com');
  expect(sandbox.views.messages()).toHaveLength(51);
  expect(sandbox.views.messages().at(-1)).toMatchObject({
    to: 'late@example.com',
    from: 'Shop <hello@example.com>',
    replyTo: 'help@example.com',
  });
  await confirmAndHear('late@example.com');
}, 60_000);
