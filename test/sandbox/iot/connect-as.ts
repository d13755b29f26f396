import type { IClientOptions, MqttClient } from 'mqtt';
import { sandboxTarget } from '../../../cli/start/sandbox-target.js';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import { connectMqtt } from '../../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  /** Of MQTT 5. */
  readonly properties: object;
}

/** A client of MQTT 5 with the messages that it gets; as the operator, who may do everything, if nobody else is named. */
export async function connectAs(
  sandbox: Sandbox,
  clientId: string,
  {
    credentials = sandbox.views.operator() as AwsCredentials,
    ...options
  }: IClientOptions & { credentials?: AwsCredentials } = {},
) {
  const client = await connectMqtt(sandboxTarget(sandbox), credentials, clientId, { protocolVersion: 5, ...options });
  const messages: Message[] = [];
  let arrived: () => void = () => undefined;
  client.on('message', (topic, payload, { retain, properties = {} }) => {
    messages.push({ topic, payload: payload.toString(), retain, properties: { ...properties } });
    arrived();
  });
  return {
    client,
    messages,
    /** The first message that fits, of those that came and those that come. */
    async message(fits: (message: Message) => boolean = () => true): Promise<Message> {
      for (;;) {
        const found = messages.find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    subscribe: (...filters: string[]) => client.subscribeAsync(filters, { qos: 1 }),
    end: () => ended(client),
  };
}

async function ended(client: MqttClient): Promise<void> {
  await client.endAsync();
}
