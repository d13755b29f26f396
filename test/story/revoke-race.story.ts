import { openDeployment } from '../../cli/deployment/deployment.js';
import { operatorTools } from '../../cli/deployment/operator-tools.js';
import { lockOutTarget } from '../../operations/lock-out-target.js';
import { revoke } from '../../operations/revoke.js';
import { REAL_TIME } from '../../operations/time.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

jest.setTimeout(60_000);

it('revoke holds against a POST that has looked for a mark before there was one, and attaches after it', async () => {
  const sandbox = await settingsSandbox({ directory: true });
  try {
    const { attach, may } = awsClients(sandbox);
    const user = await signedInUser(sandbox);
    const tools = operatorTools(await openDeployment({ sandbox: sandbox.url }));
    const target = await lockOutTarget({ user: user.email }, tools);
    const attaching = () => sandbox.guard.counts()['iot:AttachPolicy']?.calls ?? 0;
    sandbox.guard.setDelay('iot:AttachPolicy', 1000);
    const posted = attach(user);
    // It has found no mark, and AWS IoT takes its time.
    while (attaching() === 0) await new Promise(setImmediate);
    const options = { clientIds: [], waitTime: 0, signal: new AbortController().signal, told: () => undefined };
    const silent = { watch: async () => async () => undefined, logged: async () => false };
    const result = await revoke(target, options, { ...tools, ...silent, time: REAL_TIME });

    expect(await posted).toMatchObject({ status: 200 });
    expect(result).toMatchObject({ identityIds: [user.identityId], failed: [] });
    const names = sandbox.views.attachments()[user.identityId]?.map(({ policyName }) => policyName);
    expect(names?.sort()).toEqual([sandbox.outputs.IotPolicyName, sandbox.outputs.RevokedPolicyName].sort());
    const passes = await may(user, 'publish', `users/${user.identityId}/room`).catch(({ name }) => name);
    expect(passes).toBe('SocketClosed');
  } finally {
    await sandbox.stop();
  }
});
