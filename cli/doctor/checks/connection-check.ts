import type { Facts } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** What is connected at this moment; nothing of it is a fault. AWS IoT lists no connections of an identity. */
export function connectionCheck({
  connection,
  asked,
  identity,
}: Pick<Facts, 'connection' | 'asked' | 'identity'>): Verdict | undefined {
  if (connection === undefined) return undefined;
  const own = identity !== undefined && 'known' in identity ? identity.known?.identityId : undefined;
  const clientId = asked.clientId ?? own;
  return judged(connection, (found) => {
    if (found === undefined) return { ok: `nobody is connected as ${clientId} (--client-id asks for another)` };
    if (!found.connected) return { ok: `${clientId} is away${found.reason === undefined ? '' : ` (${found.reason})`}` };
    const filters = found.filters.length === 0 ? 'nothing' : found.filters.join(', ');
    return { ok: `${clientId} is connected, and subscribes to ${filters}` };
  });
}
