import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Template } from '../../sandbox/template/assembly.js';
import { awsClients } from '../support/aws-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../support/synthesized-assembly.js';

/** Somebody's stack that has been there for long, with a user pool, an identity pool and its roles. */
const before = { ...synthesizedAssembly(), stackName: 'SignInOfOurApp' };
let pools: Readonly<Record<string, string>>;
/** What the settings `existing` synthesize. */
let template: Template;
let sandbox: Sandbox;

beforeAll(async () => {
  const theirs = await runningSandbox({ assembly: before });
  await signedInUser(theirs);
  const decisions = theirs.views.decisions(0);
  const assumed = decisions.find(({ action }) => action === 'sts:AssumeRoleWithWebIdentity');
  pools = theirs.outputs;
  const { UserPoolId: userPoolId, UserPoolClientId: userPoolClientId, IdentityPoolId: identityPoolId } = pools;
  const settings = {
    existing: { userPoolId, userPoolClientId, identityPoolId, authenticatedRoleArn: assumed?.resource },
  };
  await theirs.stop();
  const edit = (synthesized: EditableTemplate) => {
    template = synthesized as Template;
  };
  sandbox = await settingsSandbox(settings, { existing: [before], edit });
}, 30_000);
afterAll(() => sandbox.stop());

it('the stack names the pools that there are, and makes none', () => {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  expect(types.filter((type) => type.startsWith('AWS::Cognito::'))).toEqual([]);
  const { UserPoolId, UserPoolClientId, IdentityPoolId } = pools;
  expect(sandbox.outputs).toMatchObject({ UserPoolId, UserPoolClientId, IdentityPoolId });
});

it('a user of the existing pools is attached by the new stack, and publishes to the own topics only', async () => {
  const user = await signedInUser(sandbox);
  const { attach, may } = awsClients(sandbox);
  const policyName = sandbox.outputs.IotPolicyName;
  expect(await attach(user)).toMatchObject({ status: 200, body: { policyName, identityId: user.identityId } });
  expect(await may(user, 'publish', `users/${user.identityId}/hello`)).toBe(true);
  expect(await may(user, 'publish', 'users/somebody/hello')).toBe(false);
});

it('without the stack that has the pools, the sandbox refuses by name', async () => {
  await expect(runningSandbox({ assembly: { ...before, template } })).rejects.toMatchObject({
    name: 'SandboxUnsupported',
    message: expect.stringMatching(/AWS::IAM::Role \S+, .* is in no template .*existing/),
  });
});
