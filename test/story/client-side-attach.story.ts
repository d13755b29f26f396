import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

/** The user calls `iot:AttachPolicy` with the own credentials, as AWS's first sample does. */
async function attachOneself(sandbox: Sandbox) {
  const user = await signedInUser(sandbox);
  const { iot } = iotClients(sandbox, user.credentials);
  await iot.send(new AttachPolicyCommand({ policyName: sandbox.outputs.IotPolicyName, target: user.identityId }));
  return awsClients(sandbox).may(user, 'publish', `users/${user.identityId}/hello`);
}

it('where clientSideAttach is on, a user attaches the policy alone and publishes', async () => {
  const sandbox = await settingsSandbox({ clientSideAttach: true });
  expect(await attachOneself(sandbox)).toBe(true);
  expect(sandbox.guard.counts()['execute-api:Invoke']).toBeUndefined();
  await sandbox.stop();
}, 30_000);

it('where it is off, that is refused, and nothing is attached', async () => {
  const sandbox = await runningSandbox();
  await expect(attachOneself(sandbox)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('iot:AttachPolicy'),
  });
  expect(sandbox.views.attachments()).toEqual({});
  await sandbox.stop();
});
