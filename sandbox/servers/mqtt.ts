import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { SigV4Verifier } from '../iam/sigv4.js';
import type { Broker } from '../iot/broker.js';
import { asAwsError } from './aws-errors.js';
import { upgradeRequest } from './wire-request.js';

export interface MqttServerOptions {
  readonly server: Server;
  readonly broker: Pick<Broker, 'accept'>;
  readonly verifier: SigV4Verifier;
  readonly region: string;
}

/** Sub-protocols that AWS IoT speaks; older clients ask for `mqttv3.1`. */
const PROTOCOLS = ['mqtt', 'mqttv3.1'];

/**
 * `GET /mqtt` with a presigned URL becomes a WebSocket for the broker; anything else is refused at the upgrade.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html
 */
export function serveMqtt({ server, broker, verifier, region }: MqttServerOptions): void {
  const webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });
  server.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A client that leaves during the handshake is no fault of ours.
    socket.on('error', () => socket.destroy());
    try {
      const wire = upgradeRequest(request);
      if (wire.path !== '/mqtt') return refuse(socket, 404, 'Not Found');
      const offered = (wire.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
      if (!PROTOCOLS.some((protocol) => offered.includes(protocol))) return refuse(socket, 400, 'Bad Request');
      const caller = await verifier.verify(wire, { service: 'iotdevicegateway', region });
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        broker.accept(createWebSocketStream(webSocket), caller, request.socket.remoteAddress);
      });
    } catch (error) {
      const { code, message, status } = asAwsError(error);
      refuse(socket, status, 'Forbidden', { 'x-amzn-errortype': code }, JSON.stringify({ message }));
    }
  });
}

function refuse(socket: Duplex, status: number, text: string, headers: Record<string, string> = {}, body = ''): void {
  const lines = Object.entries({ connection: 'close', 'content-length': String(Buffer.byteLength(body)), ...headers });
  const head = [`HTTP/1.1 ${status} ${text}`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  // Not left half open: a client that does not close in turn would keep the sandbox from stopping.
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
