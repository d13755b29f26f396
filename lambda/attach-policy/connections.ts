import { type Connection, identityVariable } from '../../contract/connection.js';
import type { Caller } from './caller.js';
import type { Templates } from './group-connections.js';

export interface ConnectionsProps {
  readonly endpoint: string;
  readonly region: string;
  readonly templates: Templates;
}

/** How callers connect, with the templates filled in for one identity. */
export interface Connections {
  of(caller: Caller): Connection;
  /** Every client ID that this deployment tells the identity, whatever role it acts as. */
  clientIds(identityId: string): string[];
}

export function createConnections({ endpoint, region, templates }: ConnectionsProps): Connections {
  const [ofUsersInNoGroup] = templates.all;
  return {
    of({ identityId, userArn }) {
      const fill = filler(identityId);
      const own = templates.of(userArn);
      if (!own) return { endpoint, region, clientId: fill(ofUsersInNoGroup.clientId) };
      const { publish, subscribe, receive } = own.topics;
      const topics = { publish: publish.map(fill), subscribe: subscribe.map(fill), receive: receive.map(fill) };
      return { endpoint, region, clientId: fill(own.clientId), topics };
    },
    clientIds: (identityId) => [...new Set(templates.all.map(({ clientId }) => filler(identityId)(clientId)))],
  };
}

function filler(identityId: string): (text: string) => string {
  // A function, because replaceAll reads `$` in a replacement string as a pattern.
  return (text) => text.replaceAll(identityVariable, () => identityId);
}
