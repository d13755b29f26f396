import { CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import { intentOf } from '../../cli/intent-of.js';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import { ExistingSignIn, IotAccess, type IotAccessProps } from '../../lib/index.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { type AuthOfAmplify, authOfAmplify } from '../support/auth-of-amplify.js';
import { appAssembly } from '../support/settings-sandbox.js';

/** A root with two nested stacks, as Amplify's backends are. */
function assemblyOf(props: IotAccessProps, then: (access: IotAccess, auth: AuthOfAmplify) => void = () => undefined) {
  return appAssembly({}, (app) => {
    const root = new Stack(app, 'Backend');
    const auth = authOfAmplify(new NestedStack(root, 'Auth'));
    const existing = ExistingSignIn.fromAmplifyAuth(auth);
    const access = new IotAccess(new NestedStack(root, 'Iot'), 'IotAccess', {
      existing,
      writeOutputs: false,
      ...props,
    });
    for (const [name, value] of Object.entries(access.outputs)) new CfnOutput(root, name, { value });
    then(access, auth);
  });
}

describe('the sign-in of an Amplify backend', () => {
  it('has users, members of a group and guests who each do what they may, and no more', async () => {
    const assembly = assemblyOf({
      guests: { access: { publish: [] } },
      groups: [{ name: 'ADMINS', access: { subscribe: ['users/{identity}/*', 'all/*'], receive: ['all/*'] } }],
    });
    const sandbox = await startSandbox({ assembly });
    const steps: StepResult[] = [];
    try {
      await walkJourney(sandboxTarget(sandbox, intentOf(assembly)), (result) => steps.push(result));
    } finally {
      await sandbox.stop();
    }
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(new Set(steps.map(({ who }) => who))).toEqual(new Set([undefined, 'group ADMINS', 'guest']));
  }, 60_000);

  it('is refused with statements that stand in its own stack, of which synthesis says nothing', async () => {
    const assembly = assemblyOf({}, (access, auth) => access.api.grantInvoke(auth.authenticatedUserIamRole));
    await expect(startSandbox({ assembly })).rejects.toThrow(
      /Circular dependency between resources: \[\w+, \w+\] of stack Backend: the nested stacks AuthNested\w+ and IotNested\w+ read/,
    );
  }, 60_000);
});
