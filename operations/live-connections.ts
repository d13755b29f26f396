import { DeleteConnectionCommand, GetConnectionCommand, type IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';

/** A client as AWS IoT knows it, connected or a while ago. */
export interface LiveConnection {
  readonly clientId: string;
  readonly connected: boolean;
  /** ISO 8601; undefined for one that is not connected. */
  readonly connectedSince: string | undefined;
  readonly sourceIp: string | undefined;
}

/** MQTT connections by client ID, the one thing that AWS IoT finds them by. */
export interface LiveConnections {
  /** Ends it with its session, and without its will. @returns whether there was one */
  end(clientId: string): Promise<boolean>;
  /** Undefined: AWS IoT knows no such client. */
  look(clientId: string): Promise<LiveConnection | undefined>;
}

export function createLiveConnections(iotData: Pick<IoTDataPlaneClient, 'send'>): LiveConnections {
  return {
    async end(clientId) {
      // Nothing waits for the client in a session, nor does a will speak in the name of somebody who is locked out.
      const command = new DeleteConnectionCommand({ clientId, cleanSession: true, preventWillMessage: true });
      return (await unlessNotFound(() => iotData.send(command))) !== undefined;
    },
    async look(clientId) {
      const found = await unlessNotFound(() => iotData.send(new GetConnectionCommand({ clientId })));
      if (found === undefined) return undefined;
      const { connected = false, connectedSince, sourceIp } = found;
      const since = connectedSince === undefined ? undefined : new Date(connectedSince).toISOString();
      return { clientId, connected, connectedSince: since, sourceIp };
    },
  };
}

async function unlessNotFound<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
