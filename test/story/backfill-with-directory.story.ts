import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryTable } from '../support/directory-table.js';
import { pooledIdentity, putIdentities, range } from '../support/pooled-identities.js';
import { startCommand } from '../support/run-command.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

it('goes by the directory: neither who has left, nor who is revoked, nor whom it does not know', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  const sandbox = await settingsSandbox({ directory: true });
  try {
    await putIdentities(sandbox, range(6));
    const table = directoryTable(sandbox);
    const now = new Date();
    await table.identity('present', pooledIdentity(0), now);
    await table.identity('present', pooledIdentity(1), now);
    await table.identity('left', pooledIdentity(2), now, { detachedAt: now.toISOString() });
    await table.identity('revoked', pooledIdentity(3), now);
    await table.identity('revoked', pooledIdentity(4), now);
    await table.revoked('revoked', now);

    const { code, out, err } = await startCommand(['backfill', '--sandbox', sandbox.url, '--json'], folder).ended;
    expect({ code, err: err.includes('identities') }).toEqual({ code: 0, err: true });
    const counts = { attached: 2, already: 0, guests: 0, left: 1, revoked: 2, unrecorded: 1, failed: [] };
    expect(JSON.parse(out)).toMatchObject({ ...counts, complete: true, directory: true });
    expect(Object.keys(sandbox.views.attachments()).sort()).toEqual([pooledIdentity(0), pooledIdentity(1)]);
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
