import { IoTDataPlaneServiceException, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { DeviceNotGrantedError, IotAccessError } from '../../client/index.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { soon } from '../client/sandbox-clients.js';
import { iotClients } from '../support/iot-clients.js';
import type { Customer, Device, DevicesSandbox } from './devices-sandbox.js';

export interface ActingOn {
  readonly place: DevicesSandbox;
  readonly customer: Customer;
  readonly device: Device;
}

/** What a customer does with a device: resolves once it was felt where it should be, throws what the customer is told. */
export type DeviceAct = (on: ActingOn) => Promise<void>;

/** By what it is called in a sentence. */
export const deviceActs: Readonly<Record<string, DeviceAct>> = {
  'publish a command': async ({ customer, device }) => {
    await customer.client.publish(`devices/${device.name}/commands/power`, customer.sub);
    await soon(() => device.commands.at(-1), customer.sub);
    expect(device.commands.at(-1)).toBe(customer.sub);
  },

  'subscribe to the state': async ({ customer, device }) => {
    const subscription = await customer.client.subscribe(`devices/${device.name}/state/#`, () => undefined);
    await subscription.unsubscribe();
  },

  'receive the state': async ({ customer, device }) => {
    const heard: string[] = [];
    const asked = customer.client.subscribe(`devices/${device.name}/state/warmth`, (one) => heard.push(one.text()));
    const refusal = await asked.then(
      () => undefined,
      (error: unknown) => error,
    );
    await device.report('warmth', '21');
    await soon(() => heard.length, refusal ? 0 : 1);
    expect(heard).toEqual(refusal ? [] : ['21']);
    await (await asked).unsubscribe();
  },

  'ask for the shadow over MQTT': async ({ customer, device }) => {
    await customer.client.publish(`$aws/things/${device.name}/shadow/get`, '');
  },

  'get the shadow over MQTT': async ({ customer: { client }, device }) => {
    await device.reportToShadow('{"power":"off"}');
    const heard: string[] = [];
    const answers = await client.subscribe(`$aws/things/${device.name}/shadow/get/accepted`, (one) =>
      heard.push(one.text()),
    );
    await client.publish(`$aws/things/${device.name}/shadow/get`, '');
    await soon(() => heard.length, 1);
    expect(JSON.parse(heard[0] ?? '{}')).toMatchObject({ state: { reported: { power: 'off' } } });
    await answers.unsubscribe();
  },

  'update the shadow over HTTPS': async ({ place, customer, device }) => {
    // The client's, as they are: with a session token.
    const credentials = (await customer.credentials({})) as AwsCredentials;
    const { data } = iotClients(place.sandbox, credentials);
    const payload = Buffer.from(JSON.stringify({ state: { desired: { by: customer.sub } } }));
    await data.send(new UpdateThingShadowCommand({ thingName: device.name, payload }));
    expect(await device.shadow()).toMatchObject({ state: { desired: { by: customer.sub } } });
  },
};

/** `passes`, or what the refusal says: the device that was not granted, or the status over HTTPS. */
export async function outcomeOf(act: Promise<void>): Promise<string> {
  try {
    await act;
    return 'passes';
  } catch (error) {
    if (error instanceof IoTDataPlaneServiceException) return `${error.name} ${error.$metadata.httpStatusCode}`;
    if (error instanceof IotAccessError)
      return error instanceof DeviceNotGrantedError ? `${error.name} ${error.device}` : error.name;
    throw error;
  }
}
