import { IoTClient, type IoTClientConfig } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';

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
  const shared = {
    region,
    // The one retry policy: exponential back-off with jitter, within a budget that the whole environment shares.
    retryMode: 'standard',
    maxAttempts: 3,
    ...(retryStrategy && { retryStrategy }),
  };
  // Without throwOnRequestTimeout the handler only warns; socketTimeout covers a body that stalls after its headers.
  const http = { connectionTimeout: 1000, requestTimeout: 2000, socketTimeout: 2000, throwOnRequestTimeout: true };
  let iotData: IoTDataPlaneClient | undefined;
  return {
    iot: new IoTClient({ ...shared, requestHandler: { ...http } }),
    // Only detaching needs it, so a cold start need not make it.
    get iotData() {
      const endpoint = dataPlaneUrl && { endpoint: dataPlaneUrl };
      iotData ??= new IoTDataPlaneClient({ ...shared, requestHandler: { ...http }, ...endpoint });
      return iotData;
    },
  };
}
