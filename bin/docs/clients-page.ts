import { type TriedClient, triedClientsTable } from './tried-clients.js';
import { type TriedFramework, triedFrameworksTable } from './tried-frameworks.js';

/** Blocks of `docs/clients.md` that runs wrote, by the name that their marker has. */
export function clientsPageBlocks(
  clients: readonly TriedClient[],
  frameworks: readonly TriedFramework[],
): Record<string, string> {
  return {
    'clients that were tried': triedClientsTable(clients),
    'frameworks that were tried': triedFrameworksTable(frameworks),
  };
}
