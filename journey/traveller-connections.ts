import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { connectMqtt } from './clients/mqtt-client.js';
import { known, type Traveller } from './traveller.js';

/** AWS IoT takes one CONNECT a second for one client ID. */
const BETWEEN_CONNECTS_MS = 1050;

/** Connects with the client ID that the user was told. */
export function connectAsTold(traveller: Traveller): Promise<MqttClient> {
  return connectAs(traveller, known(traveller.access, 'access').clientId);
}

/** Connects with any client ID, as slowly as the broker demands. */
export async function connectAs(traveller: Traveller, clientId: string): Promise<MqttClient> {
  const { target, user, open, taken } = traveller;
  const last = taken.get(clientId);
  if (last !== undefined) await pause(Math.max(0, last + BETWEEN_CONNECTS_MS - performance.now()));
  taken.set(clientId, performance.now());
  const client = await connectMqtt(target, known(user, 'user').credentials, clientId);
  open.push(client);
  return client;
}

/**
 * One connection more, for an attempt that will close it: as another tab where the stack allows tabs, else with the
 * one client ID, which takes the place of the connection that had it.
 */
export async function connectOnceMore(traveller: Traveller): Promise<MqttClient> {
  if (traveller.suffixes === false) return connectAsTold(traveller);
  try {
    const client = await connectAs(traveller, `${known(traveller.access, 'access').clientId}-${traveller.open.length}`);
    traveller.suffixes = true;
    return client;
  } catch (error) {
    if (traveller.suffixes === true || !(error instanceof Error) || error.name !== 'SocketClosed') throw error;
    traveller.suffixes = false;
    return connectAsTold(traveller);
  }
}
