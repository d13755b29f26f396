import { join } from 'node:path';
import { planTable, quotaTable, stormTimeTable } from './plan/plan-tables.js';
import { updatePlanningTables } from './report/performance-page.js';

// Prints what docs/performance.md plans with; the assumptions are in costs/. With --docs it writes them there,
// and nothing else, since nothing is measured.
process.stdout.write(`${[planTable(), quotaTable(), stormTimeTable()].join('\n\n')}\n`);
if (process.argv.includes('--docs')) updatePlanningTables(join(import.meta.dirname, '../docs/performance.md'));
