import type { ConsoleChange, ConsoleLog } from '../../contract/console.js';
import type { ConsoleOverview, ConsoleState, ConsoleSwitches, TestClient } from '../../contract/console-state.js';
import type { Changing } from '../base/changes.js';
import type { Views } from '../service/views.js';

/** What the console is told of, each asked anew. */
export interface ConsoleSources {
  readonly views: Views;
  readonly overview: () => ConsoleOverview;
  readonly switches: () => ConsoleSwitches;
  readonly testClients: () => readonly TestClient[];
}

type WholeView = keyof ConsoleChange['views'];

/** What takes the place of what was told before. */
export type WholeViews = { readonly [View in WholeView]: () => ConsoleState[View] };

export function wholeViews({ views, overview, switches, testClients }: ConsoleSources): WholeViews {
  return {
    overview,
    users: views.users,
    passwordPolicies: views.passwordPolicies,
    messages: views.messages,
    identities: views.identities,
    attachments: views.attachments,
    connections: views.connections,
    testClients,
    switches,
  };
}

/** The parts of the state that are other ones once this has changed. */
export const PARTS: Readonly<Record<Changing, readonly (WholeView | ConsoleLog)[]>> = {
  apiRequests: ['apiRequests'],
  attachments: ['attachments'],
  connections: ['connections'],
  decisions: ['decisions'],
  functionLogs: ['functionLogs'],
  identities: ['identities'],
  iotPolicies: ['overview'],
  messages: ['messages'],
  // Connections count what they received and were sent.
  mqttMessages: ['mqttMessages', 'connections'],
  switches: ['switches'],
  testClients: ['testClients'],
  users: ['users'],
};

/** Decisions that a state begins with; all that are kept are at `/_sandbox/decisions`. */
const DECISIONS_AT_FIRST = 1000;

/** Decisions that are told at once: who looks on reads no more, and what was refused is among them. */
const MOST_DECISIONS = 500;

/** What has come since it was asked before, of what only grows. */
export interface NewEntries {
  /** Forgets what has not been told. @returns all there is */
  restart(): Pick<ConsoleState, ConsoleLog>;
  of(log: ConsoleLog): ConsoleState[ConsoleLog];
}

export function createNewEntries(views: Views): NewEntries {
  const since = { decisions: 0, mqttMessages: 0, apiRequests: 0 };
  let lastLine: ConsoleState['functionLogs'][number] | undefined;
  /** Requests that were told before they were answered. */
  const unanswered = new Set<number>();

  const decisions = () => {
    const added = views.decisions(since.decisions);
    since.decisions = added.at(-1)?.number ?? since.decisions;
    if (added.length <= MOST_DECISIONS) return added;
    const first = (added.at(-MOST_DECISIONS / 2)?.number ?? 0) - 1;
    const refused = added.filter(({ allowed, number }) => !allowed && number <= first).slice(-MOST_DECISIONS / 2);
    return [...refused, ...added.filter(({ number }) => number > first)];
  };
  const mqttMessages = () => {
    const added = views.mqttMessages(since.mqttMessages);
    since.mqttMessages = added.at(-1)?.number ?? since.mqttMessages;
    return added;
  };
  const functionLogs = () => {
    const lines = views.functionLogs();
    const added = lastLine === undefined ? lines : lines.slice(lines.lastIndexOf(lastLine) + 1);
    lastLine = lines.at(-1);
    return added;
  };
  const apiRequests = () => {
    const first = Math.min(since.apiRequests, ...[...unanswered].map((number) => number - 1));
    const added = views
      .apiRequests(first)
      .filter(({ number, status }) => number > since.apiRequests || (unanswered.has(number) && status !== undefined));
    since.apiRequests = Math.max(since.apiRequests, added.at(-1)?.number ?? 0);
    for (const { number, status } of added) {
      if (status === undefined) unanswered.add(number);
      else unanswered.delete(number);
    }
    return added;
  };

  const logs = { decisions, mqttMessages, functionLogs, apiRequests };
  return {
    of: (log) => logs[log](),
    restart() {
      Object.assign(since, { decisions: 0, mqttMessages: 0, apiRequests: 0 });
      lastLine = undefined;
      unanswered.clear();
      const all = views.decisions(0);
      since.decisions = all.at(-1)?.number ?? 0;
      return {
        decisions: all.slice(-DECISIONS_AT_FIRST),
        mqttMessages: mqttMessages(),
        functionLogs: functionLogs(),
        apiRequests: apiRequests(),
      };
    },
  };
}
