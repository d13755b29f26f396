import type { Client, LetIn } from './client.js';
import type { DisconnectPacket } from './mqtt/packets.js';
import { REASON } from './mqtt/reason-codes.js';
import { LONGEST_SESSION_EXPIRY } from './mqtt/sessions.js';

/** "Disconnect with will message": 3.14.2.1 of the standard. */
const WITH_WILL = 0x04;

/** A client that leaves in good order: without its will, unless it says otherwise. */
export function handleDisconnect(client: Client, { session }: LetIn, packet: DisconnectPacket): void {
  const { sessionExpiryInterval } = packet.properties;
  // https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#ending-a-persistent-session
  if (session.expiry === 0 && (sessionExpiryInterval ?? 0) > 0) {
    const explanation = 'a session that ends with its connection cannot be kept by DISCONNECT';
    return void client.end({ reason: 'CLIENT_ERROR', explanation, code: REASON.protocolError });
  }
  if (sessionExpiryInterval !== undefined) session.expiry = Math.min(LONGEST_SESSION_EXPIRY, sessionExpiryInterval);
  client.end({
    reason: 'CLIENT_INITIATED_DISCONNECT',
    explanation: 'the client closed the connection',
    code: REASON.success,
    withoutWill: packet.reasonCode !== WITH_WILL,
    client: 'leaving',
  });
}
