import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Keys, Place } from './place.js';
import type { PlaceClock } from './place-clock.js';

/** Clients of the AWS SDK, as the operator of the account unless it says otherwise. */
export interface Clients {
  readonly iot: IoTClient;
  /** Tries nothing again, for calls that are to be refused: the SDK takes some refusals for throttling. */
  readonly iotOnce: IoTClient;
  readonly iotData: IoTDataPlaneClient;
  readonly identityPool: CognitoIdentityClient;
  /** Tries nothing again, either. */
  readonly identityPoolOnce: CognitoIdentityClient;
  readonly userPool: CognitoIdentityProviderClient;
  /** The data plane with the keys of an identity. */
  iotDataAs(keys: Keys): IoTDataPlaneClient;
  destroy(): void;
}

export function createClients({ clientConfig, outputs, sandbox }: Place, clock: PlaceClock): Clients {
  const opened: { destroy(): void }[] = [];
  /** Signs by the time of the place, which is asked at each call. */
  const inItsTime = <T extends { config: { systemClockOffset: number }; destroy(): void }>(client: T): T => {
    Object.defineProperty(client.config, 'systemClockOffset', { get: clock.ahead, set: () => undefined });
    opened.push(client);
    return client;
  };
  const dataConfig =
    sandbox === undefined ? { ...clientConfig, endpoint: `https://${outputs.IotEndpoint}` } : clientConfig;
  return {
    iot: inItsTime(new IoTClient(clientConfig)),
    iotOnce: inItsTime(new IoTClient({ ...clientConfig, maxAttempts: 1 })),
    iotData: inItsTime(new IoTDataPlaneClient(dataConfig)),
    identityPool: inItsTime(new CognitoIdentityClient(clientConfig)),
    identityPoolOnce: inItsTime(new CognitoIdentityClient({ ...clientConfig, maxAttempts: 1 })),
    userPool: inItsTime(new CognitoIdentityProviderClient(clientConfig)),
    // A refusal is what is asked for: it is not tried again.
    iotDataAs: (credentials) => inItsTime(new IoTDataPlaneClient({ ...dataConfig, credentials, maxAttempts: 1 })),
    destroy() {
      for (const client of opened) client.destroy();
    },
  };
}
