import { readFileSync, writeFileSync } from 'node:fs';
import { planTable, quotaTable, stormTimeTable } from '../plan/plan-tables.js';
import type { Results } from '../results.js';
import { roundTripsTable } from './round-trips-table.js';
import {
  aboutLine,
  brokerTable,
  coldStartRequiredTable,
  coldStartTable,
  growthTable,
  limitedStormTable,
  memoryTable,
  sandboxTable,
  stormTable,
  warmTable,
} from './tables.js';

/** Puts the tables between `<!-- name -->` and `<!-- /name -->` of the page. @throws Error where a place is missing */
export function updatePerformancePage(file: string, results: Results): void {
  const parts: Readonly<Record<string, string>> = {
    about: aboutLine(results),
    'cold-start': coldStartTable(results),
    'cold-start-required': coldStartRequiredTable(results),
    memory: memoryTable(results),
    warm: warmTable(results),
    storm: stormTable(results),
    'storm-limited': limitedStormTable(results),
    sandbox: sandboxTable(results),
    // The file may be of a time when this was not measured.
    growth: results.details.growth === undefined ? 'Not published yet.' : growthTable(results),
    'round-trips': roundTripsTable(results.details.roundTrips),
    broker: results.details.broker === undefined ? 'Not published yet.' : brokerTable(results),
  };
  putInto(file, { ...parts, ...planningParts() });
}

/** Those alone that are worked out from assumptions and not measured. @throws Error where a place is missing */
export function updatePlanningTables(file: string): void {
  putInto(file, planningParts());
}

function planningParts() {
  return { plan: planTable(), quotas: quotaTable(), 'storm-time': stormTimeTable() };
}

function putInto(file: string, parts: Readonly<Record<string, string>>): void {
  const page = Object.entries(parts).reduce(
    (text, [name, part]) => replaced(text, name, part),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, page);
}

function replaced(text: string, name: string, part: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`The page has no place for the part "${name}": ${open} … ${close}`);
  return `${text.slice(0, from + open.length)}\n${part}\n${text.slice(to)}`;
}
