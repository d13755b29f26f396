import { randomUUID } from 'node:crypto';
import { AttachPolicyCommand, CreatePolicyCommand, CreateThingCommand } from '@aws-sdk/client-iot';
import { PublishCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from './aws-clients.js';
import { iotClients } from './iot-clients.js';
import { signedInUser } from './signed-in-user.js';

/** Things that happen to a sandbox of the default stack, each leaving something behind. */
export const sandboxActs: Readonly<Record<string, (sandbox: Sandbox) => Promise<unknown>>> = {
  'sign up, and attach': async (sandbox) => awsClients(sandbox).attach(await signedInUser(sandbox)),

  'connect and publish': async (sandbox) => {
    const user = await signedInUser(sandbox);
    await awsClients(sandbox).attach(user);
    const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
    client.on('error', () => undefined);
    await subscribe(client, `users/${user.identityId}/#`);
    await publish(client, `users/${user.identityId}/room`, 'hello');
  },

  'be refused': async (sandbox) => {
    const user = await signedInUser(sandbox);
    const connecting = connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
    await connecting.catch(() => undefined);
  },

  'make a thing with a shadow': async (sandbox) => {
    const { iot, data } = iotClients(sandbox);
    const thingName = `thing-${randomUUID()}`;
    await iot.send(new CreateThingCommand({ thingName }));
    const payload = Buffer.from('{"state":{"desired":{"power":"on"}}}');
    await data.send(new UpdateThingShadowCommand({ thingName, payload }));
  },

  'retain a message': (sandbox) =>
    iotClients(sandbox).data.send(
      new PublishCommand({ topic: `news/${randomUUID()}`, payload: Buffer.from('old'), retain: true, qos: 1 }),
    ),

  'make a policy, and attach it': async (sandbox) => {
    const { iot } = iotClients(sandbox);
    const policyName = `policy-${randomUUID()}`;
    const Statement = [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }];
    await iot.send(
      new CreatePolicyCommand({ policyName, policyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }),
    );
    const { identityId } = await signedInUser(sandbox);
    await iot.send(new AttachPolicyCommand({ policyName, target: identityId }));
  },

  'move the clock': async ({ clock }) => clock.advance(90_000),

  'switch faults on': async ({ guard }) => {
    guard.setFailure('iot:ListThings', { code: 'ThrottlingException', rate: 1 });
    guard.setDelay('iot:ListThings', 1);
    guard.setQuota('iot:ListPolicies', 0);
  },
};
