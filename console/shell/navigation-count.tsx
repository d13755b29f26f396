import type { ConsoleState } from '../../contract/console-state.js';
import type { Area } from '../routing/route.js';
import { useConsole, useIsTold } from '../state/use-console.js';

/** Areas that count something, and the part of the state that they count. */
const COUNTED: Partial<Record<Area, CountedPart>> = {
  users: 'users',
  mailbox: 'messages',
  identities: 'identities',
  connections: 'connections',
  messages: 'mqttMessages',
  try: 'testClients',
  decisions: 'decisions',
  logs: 'functionLogs',
  requests: 'apiRequests',
};

type CountedPart = {
  [Part in keyof ConsoleState]: ConsoleState[Part] extends readonly unknown[] ? Part : never;
}[keyof ConsoleState];

/** How many there are, beside the name of the area. */
export function NavigationCount({ area }: { readonly area: Area }) {
  const isTold = useIsTold();
  const part = COUNTED[area];
  return isTold && part !== undefined ? <Count part={part} /> : null;
}

function Count({ part }: { readonly part: CountedPart }) {
  const all: readonly unknown[] = useConsole(part);
  return all.length === 0 ? null : <span className="count">{all.length}</span>;
}
