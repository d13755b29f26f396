import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../../cli/start/synthesize.js';
import { killRounds } from './kill-rounds.js';

// Prints what was acknowledged and what was lost; exits with 1 if anything was.
const folder = mkdtempSync(join(tmpdir(), 'kill-rounds-assembly-'));
try {
  await synthesize(folder, []);
  const result = await killRounds(folder, Number(process.argv[2] ?? 50));
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = result.lost.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
