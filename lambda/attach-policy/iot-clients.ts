import { IoTClient, type IoTClientConfig } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { clientDefaults } from './client-defaults.js';

export interface IotClients {
  readonly iot: IoTClient;
  readonly iotData: IoTDataPlaneClient;
}

export interface IotClientsProps {
  readonly region: string;
  /** URL of the data plane; undefined: the SDK's default. */
  readonly dataPlaneUrl: string | undefined;
  /** Default: the SDK's standard strategy with three attempts. Give another to shorten its delays. */
  readonly retryStrategy?: IoTClientConfig['retryStrategy'];
}

/** Creates the two clients; make them once per execution environment, they keep their connections. */
export function createIotClients({ region, dataPlaneUrl, retryStrategy }: IotClientsProps): IotClients {
  const shared = () => ({ ...clientDefaults(region), ...(retryStrategy && { retryStrategy }) });
  let iotData: IoTDataPlaneClient | undefined;
  return {
    iot: new IoTClient(shared()),
    // Only detaching needs it, so a cold start need not make it.
    get iotData() {
      const endpoint = dataPlaneUrl && { endpoint: dataPlaneUrl };
      iotData ??= new IoTDataPlaneClient({ ...shared(), ...endpoint });
      return iotData;
    },
  };
}
