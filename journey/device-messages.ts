import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { about } from './about.js';
import { expectMessage, publish, subscribe } from './clients/mqtt-client.js';
import { JourneyError } from './refusal.js';
import type { JourneyTarget } from './target.js';

const PATIENCE_MS = 5000;
const BETWEEN_LOOKS_MS = 20;

/** Each command of the user's reaches the device. */
export async function sendCommands(user: MqttClient, device: MqttClient, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    await subscribe(device, topic);
    await hand(user, device, topic);
  }
}

/** Each state of the device's reaches the user. */
export async function tellStates(
  device: MqttClient,
  user: MqttClient,
  topics: readonly string[],
  filters: readonly string[],
): Promise<void> {
  for (const filter of filters) await about(`subscribing to ${filter}`, subscribe(user, filter));
  for (const topic of topics) await hand(device, user, topic);
}

async function hand(from: MqttClient, to: MqttClient, topic: string): Promise<void> {
  const payload = randomUUID();
  const arrived = expectMessage(to, topic, payload);
  await about(`publishing to ${topic}`, publish(from, topic, payload));
  await arrived;
}

/**
 * The device speaks, and its message does not reach the subscription that is still open.
 *
 * @returns the topic, and which policy keeps it back
 * @throws JourneyError `NotRefused` if it does, `NotByPolicy` if it is lost for another reason
 */
export async function expectNotDelivered(
  target: JourneyTarget,
  device: MqttClient,
  user: MqttClient,
  topic: string,
): Promise<Readonly<Record<string, unknown>>> {
  let heard = false;
  user.on('message', (name) => {
    heard ||= name === topic;
  });
  const before = await target.decisionNumber();
  await publish(device, topic, 'Is anybody there?');
  const end = performance.now() + PATIENCE_MS;
  while (!heard && performance.now() < end) {
    const because = await target.refusalSince(before);
    if (because !== undefined) return { topic, because };
    await pause(BETWEEN_LOOKS_MS);
  }
  if (heard) throw new JourneyError('NotRefused', `A message on ${topic} should not have been delivered, and was.`);
  throw new JourneyError('NotByPolicy', `The message on ${topic} was not delivered, but no policy refused it.`);
}
