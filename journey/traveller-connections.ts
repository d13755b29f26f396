import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { connectMqtt } from './clients/mqtt-client.js';
import { type Effect, onceInEffect } from './in-effect.js';
import { asRefusal, BROKER_REFUSALS } from './refusal.js';
import { known, type Traveller } from './traveller.js';

/** AWS IoT takes one CONNECT a second for one client ID. */
const BETWEEN_CONNECTS_MS = 1050;

/** Connects with the client ID that the user was told, as soon as the attachment works. */
export function connectAsTold(traveller: Traveller): Promise<Effect<MqttClient>> {
  const { clientId } = known(traveller.access, 'access');
  return onceAttached(traveller, () => connectAs(traveller, clientId));
}

/** Connects with any client ID, as slowly as the broker demands. */
export async function connectAs(traveller: Traveller, clientId: string): Promise<MqttClient> {
  const { target, user, open, taken } = traveller;
  const { signal } = target;
  const last = taken.get(clientId);
  if (last !== undefined) {
    await pause(Math.max(0, last + BETWEEN_CONNECTS_MS - performance.now()), undefined, signal && { signal });
  }
  taken.set(clientId, performance.now());
  const client = await connectMqtt(target, known(user, 'user').credentials, clientId);
  open.push(client);
  return client;
}

/**
 * One connection more, for an attempt that may close it: as another tab where the stack allows tabs, else with the one
 * client ID, which takes the place of the connection that had it.
 */
export async function connectOnceMore(traveller: Traveller): Promise<MqttClient> {
  if (traveller.suffixes === false) return (await connectAsTold(traveller)).result;
  const asTab = () => connectAs(traveller, `${known(traveller.access, 'access').clientId}-${traveller.open.length}`);
  // Connected before, so that a refusal would be news: what AWS IoT knows differs from machine to machine for a while.
  if (traveller.suffixes === true) return (await onceAttached(traveller, asTab)).result;
  try {
    const client = await asTab();
    traveller.suffixes = true;
    return client;
  } catch (thrown) {
    const error = asRefusal(thrown);
    if (!(error instanceof Error) || !BROKER_REFUSALS.includes(error.name)) throw error;
    traveller.suffixes = false;
    return (await connectAsTold(traveller)).result;
  }
}

function onceAttached<T>({ target, attachedAt }: Traveller, attempt: () => Promise<T>): Promise<Effect<T>> {
  return onceInEffect(target, attachedAt ?? performance.now() - (target.patience ?? 0), attempt);
}
