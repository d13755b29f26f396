import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Faults } from '../base/faults.js';
import { asAwsError } from '../http/aws-errors.js';
import { upgradeRequest } from '../http/wire-request.js';
import type { SigV4Verifier, VerifiedCaller } from '../iam/sigv4.js';
import type { FailedHandshakes } from '../service/failed-handshakes.js';
import type { Upgrade } from '../service/service.js';
import type { Broker } from './broker.js';
import { webSocketTransport } from './mqtt/transport.js';
import { MQTT_LIMITS } from './mqtt-limits.js';
import {
  explainNoWebSocket,
  explainRefusedUpgrade,
  explainWrongPath,
  explainWrongProtocol,
} from './upgrade-refusals.js';

export interface MqttServerOptions {
  /** Of the HTTP server. */
  readonly onUpgrade: (upgrade: Upgrade) => void;
  readonly broker: { accept(...given: Parameters<Broker['accept']>): unknown };
  readonly verifier: SigV4Verifier;
  readonly region: string;
  /** The sandbox's time, for the `Date` of refusals. */
  readonly now: () => number;
  readonly faults: Faults;
  /** Takes the upgrades that are refused. @default nobody is told */
  readonly handshakes?: Pick<FailedHandshakes, 'add'>;
}

/** Sub-protocols that AWS IoT speaks; older clients ask for `mqttv3.1`. */
const PROTOCOLS = ['mqtt', 'mqttv3.1'];

/**
 * `GET /mqtt` with a presigned URL becomes a WebSocket for the broker; anything else is refused at the upgrade.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html
 */
export function serveMqtt({ onUpgrade, broker, verifier, region, now, faults, handshakes }: MqttServerOptions): void {
  const webSockets = new WebSocketServer({
    noServer: true,
    // Otherwise a message of any length would be kept until it is whole.
    maxPayload: LONGEST_MESSAGE,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });

  webSockets.on('wsClientError', ({ message }, socket) => {
    handshakes?.add('websocket', explainNoWebSocket(message));
    refuse(socket, now(), 400, 'Bad Request');
  });

  const accept = (webSocket: WebSocket, caller: VerifiedCaller, { socket }: IncomingMessage) => {
    const { remoteAddress: sourceIp, remotePort: sourcePort } = socket;
    broker.accept(webSocketTransport(webSocket, socket), caller, { sourceIp, sourcePort });
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const wire = upgradeRequest(request);
    if (wire.path !== '/mqtt') {
      handshakes?.add('websocket', explainWrongPath(wire.path));
      return refuse(socket, now(), 404, 'Not Found');
    }
    const protocols = wire.headers['sec-websocket-protocol'] ?? '';
    const offered = protocols.split(',').map((protocol) => protocol.trim());
    if (!PROTOCOLS.some((protocol) => offered.includes(protocol))) {
      handshakes?.add('websocket', explainWrongProtocol(protocols));
      return refuse(socket, now(), 400, 'Bad Request');
    }
    const caller = await verifier.verify(wire, { service: 'iotdevicegateway', region });
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      // From here on it speaks WebSocket, in which a refusal is a close.
      try {
        accept(webSocket, caller, request);
      } catch (error) {
        faults.report('WebSocket', error);
        webSocket.terminate();
      }
    });
  };

  onUpgrade((request, socket, head) => {
    // A client that leaves during the handshake is no fault of ours.
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      const refusal = asAwsError(error, 'upgrade', faults);
      const { code, message, status } = refusal;
      handshakes?.add('websocket', explainRefusedUpgrade(refusal));
      refuse(socket, now(), status, 'Forbidden', { 'x-amzn-errortype': code }, JSON.stringify({ message }));
    });
  });
}

/** Bytes of a WebSocket message at most: one MQTT packet, its fixed header too. */
const LONGEST_MESSAGE = MQTT_LIMITS.packetBytes;

function refuse(
  socket: Duplex,
  now: number,
  status: number,
  text: string,
  headers: Record<string, string> = {},
  body = '',
): void {
  const lines = Object.entries({
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    date: new Date(now).toUTCString(),
    ...headers,
  });
  const head = [`HTTP/1.1 ${status} ${text}`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  // Not left half open: a client that does not close in turn would keep the sandbox from stopping.
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
