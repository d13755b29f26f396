import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../cli/start/synthesize.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { updateRoundTrips } from './report/performance-page.js';
import { roundTripsTable } from './report/round-trips-table.js';
import { countRoundTrips } from './round-trips/round-trips.js';

// Prints what a client waits for until its first message; with --docs it goes into docs/performance.md, too.
const folder = mkdtempSync(join(tmpdir(), 'round-trips-'));
await synthesize(folder, []);
const sandbox = await startSandbox({ assembly: folder });
const counted = await countRoundTrips(sandbox);
await sandbox.stop();
rmSync(folder, { recursive: true });
process.stdout.write(`${roundTripsTable(counted)}\n`);
if (process.argv.includes('--docs')) updateRoundTrips(join(import.meta.dirname, '../docs/performance.md'), counted);
process.exit(0);
