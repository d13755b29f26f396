import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { about } from './about.js';
import { expectMessage, publish, subscribe } from './clients/mqtt-client.js';
import { JourneyError } from './refusal.js';
import type { DecisionLog, JourneyTarget } from './target.js';

const PATIENCE_MS = 5000;
const BETWEEN_LOOKS_MS = 20;
/** After the first who heard a message. */
const OTHERS_HEAR_WITHIN_MS = 1000;

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
  const payload = randomUUID();
  let heard = false;
  user.on('message', (_, body) => {
    heard ||= body.toString() === payload;
  });
  const { decisions, signal } = target;
  const because =
    decisions === undefined
      ? await heardByOthers(device, topic, payload, signal)
      : await refusedInLog(
          decisions,
          () => publish(device, topic, payload),
          () => heard,
        );
  if (heard) throw new JourneyError('NotRefused', `A message on ${topic} should not have been delivered, and was.`);
  if (because !== undefined) return { topic, because };
  throw new JourneyError('NotByPolicy', `The message on ${topic} was not delivered, but no policy refused it.`);
}

async function refusedInLog(decisions: DecisionLog, send: () => Promise<unknown>, isHeard: () => boolean) {
  const before = await decisions.newest();
  await send();
  const end = performance.now() + PATIENCE_MS;
  while (!isHeard() && performance.now() < end) {
    const because = await decisions.refusalSince(before);
    if (because !== undefined) return because;
    await pause(BETWEEN_LOOKS_MS);
  }
  return undefined;
}

/** It was delivered to whoever may hear it, and time has passed for the others. */
async function heardByOthers(device: MqttClient, topic: string, payload: string, signal: AbortSignal | undefined) {
  await subscribe(device, topic);
  const arrived = expectMessage(device, topic, payload);
  await publish(device, topic, payload);
  await arrived;
  await pause(OTHERS_HEAR_WITHIN_MS, undefined, signal && { signal });
  return 'Whoever may hear it heard it.';
}
