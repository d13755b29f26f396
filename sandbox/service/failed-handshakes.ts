import type { FailedHandshake } from '../../contract/mqtt-connection.js';
import type { SandboxViews } from '../../contract/sandbox-views.js';

/** Connections that failed before MQTT: the last of them are told about. */
export interface FailedHandshakes {
  add(handshake: FailedHandshake['handshake'], end: FailedHandshake['end']): void;
  /** With the connections that came so far as MQTT: open ones first, then what ended last. */
  among(connections: SandboxViews['connections']): SandboxViews['connections'];
}

const KEPT = 200;

export function createFailedHandshakes(now: () => number, told: () => void = () => undefined): FailedHandshakes {
  const failed: FailedHandshake[] = [];
  return {
    add(handshake, end) {
      failed.unshift({
        handshake,
        endedAt: new Date(now()).toISOString(),
        end,
        clientId: undefined,
        identityId: undefined,
        protocolVersion: undefined,
        connectedAt: undefined,
        refusals: [],
        subscriptions: [],
        received: 0,
        delivered: 0,
      });
      if (failed.length > KEPT) failed.pop();
      told();
    },
    among(connections) {
      const open = connections.filter(({ endedAt }) => endedAt === undefined);
      const ended = [...failed, ...connections.filter(({ endedAt }) => endedAt !== undefined)];
      return [...open, ...ended.sort((one, other) => (other.endedAt ?? '').localeCompare(one.endedAt ?? ''))];
    },
  };
}
