import { createIotClientIn } from '../../client/iot-client.js';
import { ConnectFailure, type OpenMqtt } from '../../client/mqtt-session.js';

export interface ReturningResult {
  readonly identities: number;
  readonly connected: number;
  /** AttachPolicy requests. */
  readonly attachCalls: number;
}

export interface ReturningOptions {
  readonly identities: readonly string[];
  /** Whether AWS IoT lets this identity connect. */
  readonly isAttached: (identityId: string) => boolean;
  /** Counts the AttachPolicy requests so far. */
  readonly attempts: () => number;
}

const outputs = {
  Region: 'eu-west-1',
  AttachPolicyUrl: 'https://api.example.com/v1/attach-policy',
  IotEndpoint: 'bench-ats.iot.eu-west-1.amazonaws.com',
};

/** Users that are known come back all at once, each with the client helper: it connects first. Only the broker is simulated. */
export async function returnAll({ identities, isAttached, attempts }: ReturningOptions): Promise<ReturningResult> {
  const before = attempts();
  let connected = 0;
  const openMqtt: OpenMqtt = async ({ clientId, onClose }) => {
    if (!identities.some((identityId) => clientId.startsWith(identityId) && isAttached(identityId))) {
      throw new ConnectFailure('connect');
    }
    connected += 1;
    return {
      sessionPresent: false,
      receiveMaximum: 100,
      publish: async () => undefined,
      subscribe: async () => undefined,
      unsubscribe: async () => undefined,
      close: async () => onClose(),
    };
  };
  await Promise.all(
    identities.map(async (identityId) => {
      const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
      const credentials = async () => ({ ...keys, identityId });
      const client = createIotClientIn({ outputs, credentials }, { openMqtt, storage: undefined, locks: undefined });
      await client.connect();
      await client.close();
    }),
  );
  return { identities: identities.length, connected, attachCalls: attempts() - before };
}
