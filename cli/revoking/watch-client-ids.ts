import { randomUUID } from 'node:crypto';
import { connectMqtt, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Deployment } from '../deployment/deployment.js';

/** https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html */
const EVENTS = ['$aws/events/presence/connected/#', '$aws/events/subscriptions/subscribed/#'];

/**
 * Hears of every client that connects or subscribes. Events tell a client ID, and of a Cognito identity no more than its
 * role: whose the client is, its ID says. AWS IoT delivers 100 messages a second to a connection, and drops the others.
 *
 * @returns what ends it
 */
export async function watchClientIds(
  { clientConfig, output, operatorKeys }: Deployment,
  found: (clientId: string) => void,
): Promise<() => Promise<void>> {
  const outputs = { Region: clientConfig.region ?? output('Region'), IotEndpoint: output('IotEndpoint') };
  const endpoint = clientConfig.endpoint ?? process.env.AWS_ENDPOINT_URL ?? 'https:';
  const keys = await operatorKeys();
  const client = await connectMqtt({ outputs, endpoint }, keys, `cognito-iot-revoke-${randomUUID()}`);
  client.on('message', (_, payload) => {
    const { clientId } = Object(JSON.parse(payload.toString())) as { readonly clientId?: unknown };
    if (typeof clientId === 'string') found(clientId);
  });
  try {
    for (const filter of EVENTS) await subscribe(client, filter);
  } catch (error) {
    await client.endAsync(true);
    throw error;
  }
  return () => client.endAsync(true);
}
