import { Stack } from 'aws-cdk-lib';
import { IotAccess, IotAccessStack } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { receivedMessage } from '../support/received-message.js';
import { appAssembly } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

/** What a client of one of several stacks knows: where several fit a name, the sandbox puts the stack's before it. */
function asStack(sandbox: Sandbox, stack: string): Sandbox {
  const own = Object.entries(sandbox.outputs)
    .filter(([name]) => name.startsWith(`${stack}.`))
    .map(([name, value]) => [name.slice(stack.length + 1), value]);
  return Object.create(sandbox, { outputs: { value: { ...sandbox.outputs, ...Object.fromEntries(own) } } });
}

describe('a second access in the same account and Region', () => {
  it('as a stack of its own boots beside the first, with users of its own', async () => {
    const assembly = appAssembly({}, (app) => {
      new IotAccessStack(app, 'One');
      new IotAccessStack(app, 'Two');
    });
    const sandbox = await startSandbox({ assembly });
    const [one, two] = [asStack(sandbox, 'One'), asStack(sandbox, 'Two')];
    try {
      expect(one.outputs.AttachPolicyUrl).not.toBe(two.outputs.AttachPolicyUrl);
      expect(await receivedMessage(one)).toBe('hello');
      expect(await receivedMessage(two)).toBe('hello');
      const refused = await awsClients(two).attach(await signedInUser(one));
      expect(refused.status).toBe(403);
    } finally {
      await sandbox.stop();
    }
  }, 60_000);

  it('in the same stack boots, and a message is received', async () => {
    const assembly = appAssembly({}, (app) => {
      const stack = new Stack(app, 'Both');
      new IotAccess(stack, 'First');
      new IotAccess(stack, 'Second', { writeOutputs: false });
    });
    const sandbox = await startSandbox({ assembly });
    try {
      expect(await receivedMessage(sandbox)).toBe('hello');
    } finally {
      await sandbox.stop();
    }
  }, 60_000);
});
