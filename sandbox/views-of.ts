import type { LaidGround } from './ground.js';
import type { FailedHandshakes } from './service/failed-handshakes.js';
import type { RunningService } from './service/service.js';
import type { Views } from './service/views.js';

interface ToldBesides {
  readonly outputs: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly handshakes: FailedHandshakes;
}

/** What the services show, and what is shown besides. */
export function viewsOf(
  running: readonly RunningService[],
  { resources, decisions, operator }: LaidGround,
  { outputs, lines, handshakes }: ToldBesides,
): Views {
  const none: Views = {
    outputs: () => outputs,
    messages: () => [],
    users: () => [],
    passwordPolicies: () => ({}),
    identities: () => [],
    attachments: () => ({}),
    connections: () => [],
    decisions: decisions.entries,
    logs: () => lines,
    functionLogs: () => [],
    apiRequests: () => [],
    mqttMessages: () => [],
    operator: () => operator,
    notEmulated: () => [...resources.notEmulated, ...running.flatMap(({ leftOut = [] }) => leftOut)],
  };
  const views: Views = Object.assign(none, ...running.map(({ views }) => views));
  const { connections } = views;
  return { ...views, connections: () => handshakes.among(connections()) };
}
