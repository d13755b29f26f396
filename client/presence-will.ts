import { presenceTopic } from './presence-messages.js';
import type { PresenceTools } from './presence-tools.js';
import { tabName } from './tab-name.js';
import { utf8Bytes } from './utf8-bytes.js';

/** Milliseconds: rooms that are entered and left at once make one reconnect, and who walks through many makes few. */
const SETTLES_MS = 1000;
const BETWEEN_RENEWALS_MS = 10_000;

/**
 * A connection has one will, so the first room has it: there a killed tab is seen as lost at once, elsewhere when it has
 * not announced itself in time. The connection that there is gets it by being replaced, which loses nothing.
 */
export function settleWill(tools: PresenceTools): void {
  const { parts, rooms, renewal } = tools;
  const { keeper, wills } = parts;
  const [first] = rooms.values();
  wills.lend(first?.topic, (topic, identityId, clientId) => ({
    topic: presenceTopic(topic, identityId, tabName(clientId, identityId)),
    payload: utf8Bytes('{"is":"lost"}'),
    qos: 1,
    retain: false,
  }));
  clearTimeout(renewal.timer);
  // A will for a room that was left does no harm.
  if (first === undefined) return;
  const pause = Math.max(SETTLES_MS, renewal.notBefore - Date.now());
  renewal.timer = setTimeout(() => {
    if (keeper.state !== 'connected' || !wills.isOld) return;
    renewal.notBefore = Date.now() + BETWEEN_RENEWALS_MS;
    keeper.renew().catch(() => undefined);
  }, pause);
}
