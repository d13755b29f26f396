import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPage } from '../../bin/docs/fill-page.js';
import { clientsPageBlocks, type TriedClient } from '../../bin/docs/tried-clients.js';
import { clients } from '../clients/clients.js';

const text = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

describe('docs/clients.md', () => {
  const tried = JSON.parse(text('docs/clients-tried.json')) as TriedClient[];

  it('has the table of the clients that were tried; npm run docs makes it so', () => {
    const page = text('docs/clients.md');
    expect(fillPage(page, clientsPageBlocks(tried))).toBe(page);
  });

  it('leaves no client out that npm run test:clients tries', () => {
    const named = ({ client, protocol, program }: Pick<TriedClient, 'client' | 'protocol' | 'program'>) =>
      `${client}, ${protocol}: ${program}`;
    expect(tried.map(named)).toEqual(clients.map(named));
  });
});
