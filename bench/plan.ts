import { planTable, quotaTable, stormTimeTable } from './plan/plan-tables.js';

// Prints what docs/performance.md plans with; the assumptions are in plan/assumptions.ts.
process.stdout.write(`${[planTable(), quotaTable(), stormTimeTable()].join('\n\n')}\n`);
