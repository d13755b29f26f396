import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { removeAction, synthesizedAssembly } from '../support/synthesized-assembly.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await runningSandbox();
});
afterEach(() => sandbox.stop());

describe('another synthesis', () => {
  it('is taken up on the same port; users, identities, attachments and credentials stay, connections end', async () => {
    const { url } = sandbox;
    const user = await signedInUser(sandbox);
    await awsClients(sandbox).attach(user);
    sandbox.clock.advance(60_000);
    const [users, attachments] = [sandbox.views.users(), sandbox.views.attachments()];
    const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId, { protocolVersion: 5 });
    const ended = new Promise((resolve) => void client.once('disconnect', ({ reasonCode }) => resolve(reasonCode)));
    const changes = await sandbox.reload(
      synthesizedAssembly((template) => {
        template.Resources.Lamp = { Type: 'AWS::IoT::Thing', Properties: { ThingName: 'lamp' } };
        removeAction(template as never, 'AWS::IAM::Policy', 'iot:Publish');
      }),
    );
    // Server shutting down: 4.13 of the standard.
    expect(await ended).toBe(0x8b);
    client.end(true);
    expect(sandbox.url).toBe(url);
    expect(changes.added).toEqual([{ stackName: 'CognitoIotAccess', logicalId: 'Lamp', type: 'AWS::IoT::Thing' }]);
    expect(changes.changed.map(({ type }) => type)).toContain('AWS::IAM::Policy');
    expect(changes.removed).toEqual([]);
    expect(sandbox.views.users()).toEqual(users);
    expect(sandbox.views.attachments()).toEqual(attachments);
    expect(sandbox.clock.moved()).toBe(60_000);
    // With the credentials of before, and what the role may do now.
    const { may } = awsClients(sandbox);
    expect(await may(user, 'subscribe', `users/${user.identityId}/#`)).toBe(true);
    expect(await may(user, 'publish', `users/${user.identityId}/room`)).toBe(false);
  });

  it('that does not boot leaves the one of before running, and says why', async () => {
    const user = await signedInUser(sandbox);
    const broken = synthesizedAssembly((template) => {
      const policy = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::IoT::Policy');
      if (policy !== undefined) policy.Properties.PolicyDocument.Statement[0].Effect = 'Perhaps';
    });
    await expect(sandbox.reload(broken)).rejects.toThrow();
    expect((await awsClients(sandbox).attach(user)).status).toBe(200);
    expect(Object.keys(sandbox.views.attachments())).toEqual([user.identityId]);
    await expect(sandbox.reload(synthesizedAssembly())).resolves.toEqual({ added: [], removed: [], changed: [] });
  });
});
