import { fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { IotAccess } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { configureAmplify, receiveMessage } from '../support/configured-amplify.js';
import { appAssembly } from '../support/settings-sandbox.js';

const username = 'known@example.com';
const password = 'Own-Triggers-1';

const preSignUp = `exports.handler = async (event) => {
  if (!event.request.userAttributes.email.endsWith('@example.com')) throw new Error('not one of us');
  event.response.autoConfirmUser = true;
  return event;
};`;
const preTokenGeneration = `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = { claimsToAddOrOverride: { tenant: 'acme' } };
  return event;
};`;

let sandbox: Sandbox;

beforeAll(async () => {
  const assembly = appAssembly({}, (app) => {
    const stack = new Stack(app, 'Shop');
    const made = (id: string, code: string) =>
      new LambdaFunction(stack, id, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline(code),
      });
    new IotAccess(stack, 'Access', {
      lambdaTriggers: {
        preSignUp: made('WhoMaySignUp', preSignUp),
        preTokenGeneration: made('Claims', preTokenGeneration),
      },
    });
  });
  sandbox = await startSandbox({ assembly });
  configureAmplify(sandbox);
}, 60_000);
afterAll(() => sandbox.stop());

const signUpAs = (name: string) => signUp({ username: name, password, options: { userAttributes: { email: name } } });

it('functions of an app decide who signs up and what a token says, and the user hears a message', async () => {
  await expect(signUpAs('somebody@example.org')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error not one of us.',
  });
  expect((await signUpAs(username)).nextStep.signUpStep).toBe('DONE');
  expect(await signIn({ username, password })).toMatchObject({ isSignedIn: true });
  const { tokens } = await fetchAuthSession();
  expect(tokens?.idToken?.payload).toMatchObject({ tenant: 'acme' });
  await receiveMessage(sandbox);
  await signOut();
}, 60_000);
