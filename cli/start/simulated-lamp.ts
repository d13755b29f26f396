import { setTimeout as pause } from 'node:timers/promises';
import { CreateThingCommand, IoTClient } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import { clientOptions } from '../../journey/clients/client-options.js';
import { connectMqtt, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { JourneyTarget } from '../../journey/target.js';

/** Its thing, its client ID, and the device that is granted. */
export const LAMP = 'lamp';

export interface SimulatedLamp {
  stop(): Promise<void>;
}

/** Milliseconds between two tries to come back: doubled each time, up to the cap. */
const PAUSE_MS = { first: 500, cap: 10_000 };
const SHADOW = `$aws/things/${LAMP}/shadow`;

/** Whether users of this stack can switch it, once it was granted to them. */
export function hasUseForLamp(devices: CompleteDeviceAccess | undefined): boolean {
  return devices !== undefined && (['get', 'update'] as const).every((action) => devices.shadow.includes(action));
}

/**
 * A lamp that does with its shadow what AWS describes for devices: it reports its state, is told what differs from it,
 * changes, and reports again. It connects over a WebSocket with the operator's credentials, as a device on a workbench
 * would on AWS; one that is sold has a certificate of its own.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-comms-device.html
 * @returns when its state has been reported for the first time
 */
export async function simulateLamp(target: JourneyTarget): Promise<SimulatedLamp> {
  const credentials = await target.operator();
  const stopping = new AbortController();
  let on = false;

  const report = (client: MqttClient) => publish(client, `${SHADOW}/update`, shadowUpdate(on));

  const connect = async (): Promise<MqttClient> => {
    const client = await connectMqtt(target, credentials, LAMP);
    client.on('message', (_topic, payload) => {
      const wanted = wantedOf(payload);
      // To answer what it cannot do would bring the same delta again, for ever.
      if (wanted === undefined) return;
      on = wanted;
      // A connection that breaks meanwhile comes back, and reports then.
      report(client).catch(() => undefined);
    });
    try {
      await subscribe(client, `${SHADOW}/update/delta`);
      // What was wanted meanwhile differs from this, and is told.
      await report(client);
    } catch (error) {
      client.end(/* force */ true);
      throw error;
    }
    return client;
  };

  /** Connects again whenever the connection breaks. */
  const stayConnected = async (first: MqttClient) => {
    let client: MqttClient | undefined = first;
    let wait = PAUSE_MS.first;
    while (!stopping.signal.aborted) {
      if (client !== undefined) await untilClosed(client, stopping.signal);
      wait = client === undefined ? Math.min(wait * 2, PAUSE_MS.cap) : PAUSE_MS.first;
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) client = await connect().catch(() => undefined);
    }
    await client?.endAsync(/* force */ true);
  };

  const iot = new IoTClient({ ...clientOptions(target), credentials });
  // Answers the same when it is there already.
  await iot.send(new CreateThingCommand({ thingName: LAMP })).finally(() => iot.destroy());
  const ended = stayConnected(await connect());
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

/** Closes it, too, once nobody wants it any more. */
async function untilClosed(client: MqttClient, signal: AbortSignal): Promise<void> {
  if (!client.connected || signal.aborted) return;
  const end = () => client.end();
  signal.addEventListener('abort', end, { once: true });
  await new Promise<void>((resolve) => client.once('close', () => resolve()));
  signal.removeEventListener('abort', end);
}

function shadowUpdate(on: boolean): string {
  return JSON.stringify({ state: { reported: { on } } });
}

/** What a delta asks of the lamp; undefined where it is nothing that a lamp can do. AWS IoT alone publishes it, as JSON. */
function wantedOf(delta: Uint8Array): boolean | undefined {
  const { state } = JSON.parse(new TextDecoder().decode(delta)) as { readonly state?: { readonly on?: unknown } };
  return typeof state?.on === 'boolean' ? state.on : undefined;
}
