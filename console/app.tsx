import type { ComponentType } from 'react';
import { ConditionsArea } from './areas/conditions/conditions-area.js';
import { ConnectionsArea } from './areas/connections/connections-area.js';
import { DecisionsArea } from './areas/decisions/decisions-area.js';
import { IdentitiesArea } from './areas/identities/identities-area.js';
import { KeepingArea } from './areas/keeping/keeping-area.js';
import { LogsArea } from './areas/logs/logs-area.js';
import { MailboxArea } from './areas/mailbox/mailbox-area.js';
import { MessagesArea } from './areas/messages/messages-area.js';
import { OverviewArea } from './areas/overview/overview-area.js';
import { RequestsArea } from './areas/requests/requests-area.js';
import { TryArea } from './areas/try-as/try-area.js';
import { UsersArea } from './areas/users/users-area.js';
import { WhatIfArea } from './areas/what-if/what-if-area.js';
import type { Area } from './routing/route.js';
import { useRoute } from './routing/use-route.js';
import { Shell } from './shell/shell.js';
import { ConsoleContext, type ConsoleParts, useIsTold } from './state/use-console.js';

const PLACES: Readonly<Record<Area, ComponentType>> = {
  overview: OverviewArea,
  users: UsersArea,
  mailbox: MailboxArea,
  identities: IdentitiesArea,
  connections: ConnectionsArea,
  messages: MessagesArea,
  try: TryArea,
  decisions: DecisionsArea,
  'what-if': WhatIfArea,
  logs: LogsArea,
  requests: RequestsArea,
  conditions: ConditionsArea,
  state: KeepingArea,
};

export function App({ parts }: { readonly parts: ConsoleParts }) {
  return (
    <ConsoleContext value={parts}>
      <Shell>
        <Place />
      </Shell>
    </ConsoleContext>
  );
}

function Place() {
  const { area } = useRoute();
  const Area = PLACES[area];
  // What is typed into an area belongs to it.
  return useIsTold() ? <Area key={area} /> : <h1>Asking the sandbox …</h1>;
}
