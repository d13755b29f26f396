import type { MqttClient } from 'mqtt';
import type { ShadowAction } from '../contract/device-access.js';
import { about } from './about.js';
import { nextMessage, publish, subscribe } from './clients/mqtt-client.js';
import { shadowTopic } from './device-topics.js';
import { JourneyError } from './refusal.js';

/** A shadow has to be there to be got or deleted: the first is made by the device, the last is deleted. */
const ORDER: readonly ShadowAction[] = ['update', 'get', 'delete'];

const REPORTED = { state: { reported: { lit: false } } };
const DESIRED = { state: { desired: { lit: true } } };

/**
 * The device reports to its shadow, and the user does with it whatever the access says; what the user wants different
 * is told to the device.
 *
 * @returns what was done
 */
export async function askShadow(
  user: MqttClient,
  device: MqttClient,
  name: string,
  actions: readonly ShadowAction[],
): Promise<readonly ShadowAction[]> {
  const wanted = ORDER.filter((action) => actions.includes(action));
  if (wanted.length === 0) return wanted;
  await ask(device, name, 'update', REPORTED);
  for (const action of wanted) {
    if (action === 'update') await changeByShadow(user, device, name);
    else await ask(user, name, action, {});
  }
  return wanted;
}

async function changeByShadow(user: MqttClient, device: MqttClient, name: string): Promise<void> {
  const delta = shadowTopic(name, 'update/delta');
  await subscribe(device, delta);
  const told = nextMessage(device, [delta]);
  await ask(user, name, 'update', DESIRED);
  const { payload } = await told;
  const { state } = JSON.parse(payload) as { readonly state: unknown };
  if (JSON.stringify(state) !== JSON.stringify(DESIRED.state.desired))
    throw new JourneyError('WrongShadow', `${name} was told ${payload}, not what the user wanted.`);
}

/** @throws JourneyError `ShadowRejected` if the shadow does not accept it */
async function ask(client: MqttClient, name: string, action: ShadowAction, document: object): Promise<void> {
  const [topic, accepted, rejected] = ['', '/accepted', '/rejected'].map((rest) => shadowTopic(name, action + rest));
  const answers = [String(accepted), String(rejected)];
  for (const filter of answers) await about(`subscribing to ${filter}`, subscribe(client, filter));
  const answer = nextMessage(client, answers);
  await about(`publishing to ${topic}`, publish(client, String(topic), JSON.stringify(document)));
  const told = await answer;
  if (told.topic !== accepted) throw new JourneyError('ShadowRejected', `${told.topic} says ${told.payload}`);
}
