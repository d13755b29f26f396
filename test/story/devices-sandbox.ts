import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateThingCommand, IoTClient } from '@aws-sdk/client-iot';
import { GetThingShadowCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createIotClient, type IotClient, type StackOutputs } from '../../client/index.js';
import { createDeviceGrants, type DeviceGrants } from '../../grants/index.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { connectMqtt, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type SignedInUser, signedInUser } from '../client/signed-in-user.js';
import { iotClients } from '../support/iot-clients.js';
import { type SettingsSandboxOptions, settingsSandbox } from '../support/settings-sandbox.js';

/** Commands to a device, its state, and the shadow of its thing. */
export const deviceSettings = {
  directory: true,
  devices: {
    publish: ['devices/{device}/commands/*'],
    subscribe: ['devices/{device}/state/*'],
    receive: ['devices/{device}/state/*'],
    shadow: ['get', 'update'],
  },
};

/** Otherwise tests would wait for AWS's ten and fifteen calls a second: a POST attaches as many policies as one has. */
const FAST = {
  'iot:AttachPolicy': 1_000,
  'iot:CreatePolicyVersion': 1_000,
  'iot:CreatePolicy': 1_000,
  'iot:DeletePolicyVersion': 1_000,
};

/** Somebody who has signed up and in, with an app. */
export interface Customer extends SignedInUser {
  /** By which a back end knows the user. */
  readonly sub: string;
  readonly client: IotClient;
}

/** A simulated device. */
export interface Device {
  readonly name: string;
  /** Commands that it got. */
  readonly commands: string[];
  /** Publishes on `devices/<name>/state/<what>`. */
  report(what: string, value: string): Promise<unknown>;
  /** Updates the `reported` of its shadow. */
  reportToShadow(reported: string): Promise<unknown>;
  /** The document. */
  shadow(): Promise<unknown>;
}

/** A sandbox with devices, the back end that grants them, customers, and the devices themselves. */
export interface DevicesSandbox {
  readonly sandbox: Sandbox;
  readonly grants: DeviceGrants;
  readonly iot: IoTClient;
  readonly dynamodb: DynamoDBClient;
  customer(name: string): Promise<Customer>;
  device(name: string): Promise<Device>;
  stop(): Promise<void>;
}

export async function devicesSandbox(options: SettingsSandboxOptions = {}): Promise<DevicesSandbox> {
  const sandbox = await settingsSandbox(deviceSettings, { quotas: FAST, ...options });
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
  const operator: AwsCredentials = { accessKeyId, secretAccessKey, sessionToken };
  const settings = { endpoint: sandbox.url, region: 'us-east-1', credentials: operator };
  const [dynamodb, iot] = [new DynamoDBClient(settings), new IoTClient(settings)];
  const { data } = iotClients(sandbox);
  const clients: IotClient[] = [];
  const connections: MqttClient[] = [];
  return {
    sandbox,
    dynamodb,
    iot,
    grants: createDeviceGrants({
      configuration: JSON.parse(sandbox.outputs.DeviceGrants ?? ''),
      dynamodb,
      iot,
      log: () => undefined,
    }),

    async customer(name) {
      const email = `${name}@example.com`;
      const user = await signedInUser(sandbox, email);
      const client = createIotClient({
        // It is our own stack that the sandbox has booted.
        outputs: sandbox.outputs as unknown as StackOutputs,
        credentials: user.credentials,
        now: sandbox.clock.now,
      });
      clients.push(client);
      const { sub = '' } = sandbox.views.users().find((one) => one.email === email) ?? {};
      return { ...user, sub, client };
    },

    // On AWS a device has a certificate, which the sandbox does not know: an operator's rights stand for it.
    async device(name) {
      await iot.send(new CreateThingCommand({ thingName: name }));
      const connection = await connectMqtt(sandboxTarget(sandbox), operator, name);
      connections.push(connection);
      const commands: string[] = [];
      connection.on('message', (_, payload) => commands.push(payload.toString()));
      await subscribe(connection, `devices/${name}/commands/#`);
      return {
        name,
        commands,
        report: (what, value) => publish(connection, `devices/${name}/state/${what}`, value),
        async reportToShadow(reported) {
          const payload = Buffer.from(`{"state":{"reported":${reported}}}`);
          await data.send(new UpdateThingShadowCommand({ thingName: name, payload }));
        },
        async shadow() {
          const { payload } = await data.send(new GetThingShadowCommand({ thingName: name }));
          return JSON.parse(Buffer.from(payload ?? []).toString());
        },
      };
    },

    async stop() {
      for (const client of clients) await client.close();
      for (const connection of connections) connection.end(true);
      dynamodb.destroy();
      iot.destroy();
      await sandbox.stop();
    },
  };
}
