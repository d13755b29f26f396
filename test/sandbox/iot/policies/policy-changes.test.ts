import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../../../cli/start/sandbox-target.js';
import { connectMqtt, publish, subscribe } from '../../../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../../../sandbox/sandbox.js';
import { iotClients } from '../../../support/iot-clients.js';
import { runningSandbox } from '../../../support/running-sandbox.js';
import { signedInUser } from '../../../support/signed-in-user.js';
import { documentText, policyCalls } from './policy-calls.js';

const DELAY = 400;
const user = '${cognito-identity.amazonaws.com:sub}';
const arn = (resource: string) => `arn:aws:iot:us-east-1:111122223333:${resource}`;
/** The user's own connections and subscriptions, and these of the user's topics. */
const allowing = (...topics: string[]) =>
  documentText(
    [
      arn(`client/${user}*`),
      arn(`topicfilter/users/${user}/*`),
      ...topics.map((name) => arn(`topic/users/${user}/${name}`)),
    ],
    ['iot:Connect', 'iot:Subscribe', 'iot:Publish', 'iot:Receive'],
  );

/**
 * A user with the policy `Live` of these topics and no other, two connections, and what the second one received; the
 * delay is for what comes afterwards.
 */
async function livePlace(attachDelay: number, ...topics: string[]) {
  const sandbox = await runningSandbox();
  const { iot } = iotClients(sandbox);
  const calls = policyCalls(iot);
  const { identityId, credentials } = await signedInUser(sandbox);
  await calls.create('Live', allowing(...topics));
  await calls.attach('Live', identityId);
  const connect = (suffix: string) => connectMqtt(sandboxTarget(sandbox), credentials, `${identityId}${suffix}`);
  const [sender, receiver] = [await connect('-1'), await connect('-2')];
  const topic = (name: string) => `users/${identityId}/${name}`;
  await subscribe(receiver, topic('#'));
  const received: string[] = [];
  receiver.on('message', (_, payload) => received.push(payload.toString()));
  const body = JSON.stringify({ seconds: attachDelay });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${sandbox.url}/_sandbox/attach-delay`, { method: 'POST', headers, body })).ok).toBe(true);
  const later = (seconds: number) => {
    sandbox.clock.advance(seconds * 1000);
    iot.config.systemClockOffset += seconds * 1000;
  };
  return { sandbox, later, calls, identityId, sender, receiver, received, topic, clients: [sender, receiver] };
}

let place: { sandbox: Sandbox; clients: MqttClient[] };
afterEach(async () => {
  for (const client of place.clients) client.end(true);
  await place.sandbox.stop();
});

/** Sends it on a topic that is allowed throughout, and waits until it has come back: what came before is there, too. */
async function settled({ sender, receiver, topic }: Awaited<ReturnType<typeof livePlace>>) {
  const arrived = new Promise<void>((resolve) => {
    receiver.on('message', (name, payload) => {
      if (name === topic('always') && payload.toString() === 'last') resolve();
    });
  });
  await publish(sender, topic('always'), 'last');
  await arrived;
}

describe('open connections', () => {
  it('receive no longer what a new default version leaves out, and receive what it adds', async () => {
    const live = await livePlace(0, 'always', 'a');
    place = live;
    const { calls, sender, received, topic } = live;
    await publish(sender, topic('a'), 'by version 1');
    // Publishing stays allowed: what is at stake is the delivery.
    const receiving = (name: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['iot:Connect', 'iot:Publish'], Resource: '*' },
          {
            Effect: 'Allow',
            Action: 'iot:Receive',
            Resource: [name, 'always'].map((one) => arn(`topic/${topic(one)}`)),
          },
        ],
      });
    await calls.createVersion('Live', receiving('b'), true);
    await publish(sender, topic('a'), 'refused by version 2');
    await publish(sender, topic('b'), 'by version 2');
    await calls.createVersion('Live', receiving('c'));
    await publish(sender, topic('c'), 'refused while version 3 is not the default');
    await calls.setDefault('Live', '3');
    await publish(sender, topic('c'), 'by version 3');
    await calls.setDefault('Live', '1');
    await publish(sender, topic('a'), 'by version 1 again');
    await settled(live);
    expect(received).toEqual(['by version 1', 'by version 2', 'by version 3', 'by version 1 again', 'last']);
  });

  it('end when they publish what the default version no longer has', async () => {
    const live = await livePlace(0, 'always', 'a');
    place = live;
    await publish(live.sender, live.topic('a'), 'first');
    await live.calls.createVersion('Live', allowing('always'), true);
    await expect(publish(live.sender, live.topic('a'), 'second')).rejects.toMatchObject({ name: 'SocketClosed' });
  });
});

describe('with an attach delay', () => {
  it('the old document counts until it has passed, also when its version is deleted', async () => {
    const live = await livePlace(DELAY, 'always', 'a');
    place = live;
    const { later, calls, sender, receiver, received, topic } = live;
    await calls.createVersion('Live', allowing('always', 'b'), true);
    await calls.deleteVersion('Live', '1');
    await publish(sender, topic('a'), 'still');
    later(DELAY - 1);
    await publish(sender, topic('a'), 'still, just');
    later(1);
    await publish(sender, topic('b'), 'now');
    await settled(live);
    expect(received).toEqual(['still', 'still, just', 'now', 'last']);
    await expect(publish(sender, topic('a'), 'no longer')).rejects.toMatchObject({ name: 'SocketClosed' });
    expect(receiver.connected).toBe(true);
  });

  it('a policy cannot be deleted within five minutes of a detachment', async () => {
    const live = await livePlace(DELAY, 'always');
    place = live;
    const { later, calls, identityId } = live;
    await calls.detach('Live', identityId);
    const conflict = { name: 'DeleteConflictException', $metadata: { httpStatusCode: 409 } };
    await expect(calls.delete('Live')).rejects.toMatchObject(conflict);
    later(299);
    await expect(calls.delete('Live')).rejects.toMatchObject(conflict);
    later(1);
    await expect(calls.delete('Live')).resolves.toBeDefined();
  });
});
