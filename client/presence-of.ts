import type { IotClient } from './client-contract.js';
import type { ClientParts } from './client-parts.js';
import type { PresenceTools } from './presence-tools.js';
import { unreachableFile } from './unreachable-file.js';

/** Who is there. Its code is loaded by who uses it. */
export function presenceOf(
  parts: ClientParts,
  methods: Pick<IotClient, 'subscribe' | 'connection'>,
): Pick<IotClient, 'presence'> {
  const tools: PresenceTools = { parts, methods, rooms: new Map(), renewal: { timer: undefined, notBefore: 0 } };
  return {
    async presence(topic, options = {}) {
      const { joinPresence } = await import('./join-presence.js').catch((cause: unknown) => {
        throw unreachableFile(cause);
      });
      return joinPresence(tools, topic, options);
    },
  };
}
