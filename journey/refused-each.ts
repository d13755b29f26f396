import type { MqttClient } from 'mqtt';
import { publish, subscribe } from './clients/mqtt-client.js';
import { BROKER_REFUSALS, expectPolicyRefusal, type Refusal } from './refusal.js';
import type { Traveller } from './traveller.js';
import { connectOnceMore } from './traveller-connections.js';

/** Something that a policy may refuse on a connection, in words that begin a sentence. */
export interface Attempt {
  readonly verb: string;
  readonly run: (client: MqttClient, name: string) => Promise<unknown>;
}

export const PUBLISHING: Attempt = { verb: 'Publishing to', run: (client, topic) => publish(client, topic, '!') };
export const SUBSCRIBING: Attempt = { verb: 'Subscribing to', run: subscribe };

/**
 * Passes if a policy refuses each. A refusal may close the connection, so each attempt has one of its own.
 *
 * @param connect by default, as another tab of the user's
 */
export async function refusedEach(
  traveller: Traveller,
  { verb, run }: Attempt,
  names: readonly string[],
  connect: (traveller: Traveller) => Promise<MqttClient> = connectOnceMore,
): Promise<Partial<Refusal> & { readonly tried: readonly string[] }> {
  const tried = [...new Set(names)];
  let refusal: Refusal | undefined;
  for (const name of tried) {
    const client = await connect(traveller);
    refusal = await expectPolicyRefusal(traveller.target, {
      what: `${verb} ${name}`,
      run: () => run(client, name),
      names: BROKER_REFUSALS,
      allowed: () => connectOnceMore(traveller),
    });
  }
  return { ...refusal, tried };
}
