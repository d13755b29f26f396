import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countRoundTripsAlone, measure, measureBrokerAlone, measureGrowthAlone } from './measure.js';
import { parseOptions } from './options.js';
import { updatePerformancePage } from './report/performance-page.js';
import { roundTripsTable } from './report/round-trips-table.js';
import { stormPicture } from './report/storm-picture.js';
import { asTables, brokerTable, growthTable } from './report/tables.js';
import type { BrokerResults, GrowthResults, Results, RoundTripResults } from './results.js';

// measure → table → files
const { quick, growth, broker, roundTrips, json, docs } = parseOptions(process.argv.slice(2));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const root = join(import.meta.dirname, '..');
const tell = (what: string) => void process.stderr.write(`${what} …\n`);
const results = await measureOf()(quick, tell);
process.stdout.write(`${tablesOf(results)}\n`);
if (json !== undefined) writeFileSync(json, asText(results));
if (docs) {
  const text = asText(isWhole(results) ? results : withPart(published(), results));
  writeFileSync(join(root, 'bench/results.json'), text);
  execFileSync('npx', ['biome', 'format', '--write', 'bench/results.json'], { cwd: root, stdio: 'ignore' });
  // From what is in the file, so that they can be made again from it.
  const written = JSON.parse(text) as Results;
  writeFileSync(join(root, 'docs/storm.svg'), stormPicture(written));
  updatePerformancePage(join(root, 'docs/performance.md'), written);
}
process.exit(0);

type Part = GrowthResults | BrokerResults | RoundTripResults;

function measureOf(): (isQuick: boolean, tell: (what: string) => void) => Promise<Results | Part> {
  if (growth) return measureGrowthAlone;
  if (broker) return measureBrokerAlone;
  return roundTrips ? countRoundTripsAlone : measure;
}

function tablesOf(results: Results | Part): string {
  if (isWhole(results)) return asTables(results);
  const { details } = results;
  if ('roundTrips' in details) return roundTripsTable(details.roundTrips);
  return 'broker' in details ? brokerTable(results as BrokerResults) : growthTable(results as GrowthResults);
}

function isWhole(results: Results | Part): results is Results {
  return 'coldStart' in results;
}

/** What was published last. */
function published(): Results {
  return JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8')) as Results;
}

function withPart(all: Results, { sandbox, details }: Part): Results {
  return { ...all, sandbox: { ...all.sandbox, ...sandbox }, details: { ...all.details, ...details } };
}

function asText(results: Results | Part): string {
  return `${JSON.stringify(results, rounded, 2)}\n`;
}

/** Four digits are more than any of it is worth. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
