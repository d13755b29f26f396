import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientsPageBlocks } from '../../bin/docs/clients-page.js';
import { fillPage } from '../../bin/docs/fill-page.js';
import type { TriedClient } from '../../bin/docs/tried-clients.js';
import type { TriedFramework } from '../../bin/docs/tried-frameworks.js';
import { frameworks as everyFramework } from '../bundlers/frameworks.js';
import { clients } from '../clients/clients.js';

const text = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

describe('docs/clients.md', () => {
  const tried = JSON.parse(text('docs/clients-tried.json')) as TriedClient[];
  const frameworks = JSON.parse(text('docs/frameworks-tried.json')) as TriedFramework[];

  it('has the tables of the clients and frameworks that were tried; npm run docs makes it so', () => {
    const page = text('docs/clients.md');
    expect(fillPage(page, clientsPageBlocks(tried, frameworks))).toBe(page);
  });

  it('leaves no client out that npm run test:clients tries', () => {
    const named = ({ client, protocol, program }: Pick<TriedClient, 'client' | 'protocol' | 'program'>) =>
      `${client}, ${protocol}: ${program}`;
    expect(tried.map(named)).toEqual(clients.map(named));
  });

  it('leaves no framework out that npm run test:bundlers tries', () => {
    const guided = ({ name, guide }: { name: string; guide: string }) => `${name}: ${guide}`;
    const told = frameworks.map(({ framework: name, guide }) => guided({ name, guide }));
    expect(told).toEqual(everyFramework.map(guided));
  });
});
