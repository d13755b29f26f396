import type { BrokerResults, GrowthResults, LowMemoryVariant, Results } from '../results.js';
import type { BrokerCost } from '../sandbox/broker-figures.js';
import { roundTripsTable } from './round-trips-table.js';

/** Rows of text cells under a head, as Markdown: it reads well in a terminal, too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const titles = {
  empty: 'empty handler',
  floor: 'floor (F): by hand, no Express, no SDK',
  attachPolicy: '**attach-policy**',
  unprimed: 'the same, not primed',
  defaultBundle: 'the same, bundled by default esbuild',
};

const number = (value: number, digits = 1) => value.toFixed(digits);
const times = (value: number) => `${value.toFixed(2)} ×`;
const bytes = (value: number) => value.toLocaleString('en-US');

/** Size and cold start of each variant. */
export function coldStartTable({ details: { coldStart, bundles } }: Results): string {
  const head = ['', 'bytes', 'gzip', 'ms to first answer', '±', 'of it init', '/ F', 'CPU ms', 'CPU / F', 'MB'];
  const rows = Object.entries(coldStart).map(([name, row]) => [
    titles[name as keyof typeof titles],
    bytes(bundles[name as keyof typeof titles]?.bytes ?? Number.NaN),
    bytes(bundles[name as keyof typeof titles]?.gzipBytes ?? Number.NaN),
    number(row.totalMs.median),
    number(row.totalMs.deviation),
    number(row.initMs.median),
    times(row.ratioToFloor),
    number(row.cpuMs.median),
    times(row.cpuRatioToFloor),
    number(row.rssMb.median),
  ]);
  return table(head, rows);
}

/** Cold start where the bootstrap has not loaded undici. */
export function coldStartRequiredTable({ details: { coldStartRequired } }: Results): string {
  const head = ['', 'ms to first answer', '±', '/ F', 'CPU ms', 'CPU / F', 'MB'];
  const rows = Object.entries(coldStartRequired).map(([name, row]) => [
    titles[name as keyof typeof titles],
    number(row.totalMs.median),
    number(row.totalMs.deviation),
    times(row.ratioToFloor),
    number(row.cpuMs.median),
    times(row.cpuRatioToFloor),
    number(row.rssMb.median),
  ]);
  return table(head, rows);
}

/** Cold start with the CPU share of each memory size, and what a million cold and warm calls cost. */
export function memoryTable({ details: { memory } }: Results): string {
  const names: readonly LowMemoryVariant[] = ['floor', 'attachPolicy', 'unprimed', 'defaultBundle'];
  const cell = (row: { totalMs: { median: number }; firstAnswerMs: { median: number } }) =>
    `${number(row.totalMs.median, 0)} (${number(row.firstAnswerMs.median, 0)})`;
  const head = ['memory', ...names.map((name) => titles[name]), 'attach-policy / F', '$ per million cold calls'];
  const rows = Object.entries(memory).map(([size, byName]) => [
    `${size} MB`,
    ...names.map((name) => cell(byName[name])),
    times(byName.attachPolicy.ratioToFloor),
    number(lambdaCost(Number(size), byName.attachPolicy.totalMs.median), 2),
  ]);
  return table(head, rows);
}

export function warmTable({ details: { warm } }: Results): string {
  const head = [
    '',
    'handler p50 ms',
    'p99 ms',
    '/ F',
    'with Runtime API p50 ms',
    'MB',
    'MB against those after the warm-up',
  ];
  const rows = Object.entries(warm.rows).map(([name, row]) => [
    titles[name as keyof typeof titles],
    number(row.p50Ms, 3),
    number(row.p99Ms, 2),
    times(row.ratioToFloor),
    number(row.invocationP50Ms, 3),
    number(row.rssMb),
    times(row.memoryRatio),
  ]);
  return table(head, rows);
}

export function stormTable({ details: { storms } }: Results): string {
  return stormRows(storms);
}

/** With few concurrent executions of Lambda. */
export function limitedStormTable({ details: { limitedStorms } }: Results): string {
  return stormRows(limitedStorms);
}

function stormRows(storms: Results['details']['storms']): string {
  const head = [
    'requests go to',
    'identities',
    'lost',
    'last after s',
    'ideal s',
    'ratio',
    'AttachPolicy / identity',
    'API calls / identity',
    'environments',
    'attach calls when all return',
  ];
  const rows = storms.map((run) => [
    run.routing === 'latest' ? 'the environment used last' : 'any idle environment',
    String(run.identities),
    String(run.lost + run.finalErrors),
    number(run.lastSeconds),
    number(run.idealSeconds),
    times(run.ratioToIdeal),
    number(run.attemptsPerIdentity, 2),
    number(run.requestsPerIdentity),
    String(run.environments),
    String(run.returning.attachCalls),
  ]);
  return table(head, rows);
}

export function sandboxTable({ details: { sandbox, signIn, synthMs } }: Results): string {
  const rows = [
    ['synth with the CDK CLI', `${number(synthMs / 1000)} s`],
    ['boot after synth', `${number(sandbox.bootMs, 0)} ms`],
    // The file may be of a time when this was not measured.
    ...(sandbox.gen2BootMs === undefined
      ? []
      : [['the same of an Amplify Gen 2 backend', `${number(sandbox.gen2BootMs, 0)} ms`]]),
    ...(sandbox.resetMs === undefined
      ? []
      : [
          ['reset with a thousand users', `${number(sandbox.resetMs, 0)} ms`],
          ['a new synthesis, until `--watch` serves it', `${number(sandbox.watchMs, 0)} ms`],
        ]),
    ['memory after boot', `${number(sandbox.rssMb, 0)} MB`],
    ['memory after all of this', `${number(sandbox.rssAfterMb, 0)} MB`],
    ['users from sign-up to attached', `${number(sandbox.usersPerSecond)} a second`],
    // The file may be of a time when this was not measured.
    ...(signIn === undefined
      ? []
      : [
          [
            'CPU of a sign-in by SRP',
            `${number(signIn.cpuMs)} ms, ${times(signIn.ratio)} that of its arithmetic (${number(signIn.arithmeticMs)} ms)`,
          ],
        ]),
    ['messages published and received', `${number(sandbox.messagesPerSecond, 0)} a second`],
    ['AttachPolicy calls of users who return', `${sandbox.returning.attachCalls} of ${sandbox.returning.identities}`],
  ];
  return table(['sandbox', ''], rows);
}

/** What a sign-in costs after so many of them: the second round, which all are compared with, and every fifth. */
export function growthTable({ sandbox, details: { growth } }: GrowthResults): string {
  const head = ['sign-ins so far', 'CPU ms of one', 'MB', 'with `--data`: CPU ms of one', 'MB'];
  const { inMemory, withData } = growth;
  const shown = inMemory.points
    .map((_, round) => round)
    .filter((round) => round === 1 || (round + 1) % 5 === 0 || round === inMemory.points.length - 1);
  const rows = shown.map((round) => [
    bytes(inMemory.points[round]?.signIns ?? Number.NaN),
    ...[inMemory, withData].flatMap(({ points }) => [
      number(points[round]?.cpuMs ?? Number.NaN),
      number(points[round]?.rssMb ?? Number.NaN, 0),
    ]),
  ]);
  const ratios = [
    sandbox.signInGrowth,
    sandbox.memoryGrowth,
    sandbox.signInGrowthWithData,
    sandbox.memoryGrowthWithData,
  ].map(times);
  return table(head, [...rows, ['the last to the second', ...ratios]]);
}

/** What a message costs from its publisher to its receiver, beside the library that judges nothing. */
export function brokerTable({ sandbox, details: { broker } }: BrokerResults): string {
  const cost = ({ qos0, qos1 }: BrokerCost) => [`${number(qos0)} µs`, `${number(qos1)} µs`];
  const rows = [
    ['the broker library alone', ...cost(broker.bare)],
    ['the sandbox', ...cost(broker.sandbox)],
    ['the sandbox, five times the connections', ...cost(broker.crowd)],
    ['library by sandbox, the lower', times(sandbox.brokerRatio), ''],
    ['more connections by fewer, the higher', times(sandbox.brokerCrowdRatio), ''],
  ];
  return table(['CPU of a message', 'QoS 0', 'QoS 1'], rows);
}

export function aboutLine({ details }: Results): string {
  const { measuredAt, machine, functionNode } = details;
  return `Measured ${measuredAt.slice(0, 10)} on ${machine}; the function in Node ${functionNode}.`;
}

export function asTables(results: Results): string {
  const quick = results.details.quick
    ? 'QUICK: these figures say that it works, and nothing about how fast it is.\n'
    : '';
  const tables = [
    coldStartTable,
    coldStartRequiredTable,
    memoryTable,
    warmTable,
    stormTable,
    limitedStormTable,
    sandboxTable,
    growthTable,
    brokerTable,
  ];
  const parts = [...tables.map((part) => part(results)), roundTripsTable(results.details.roundTrips)];
  return [quick + aboutLine(results), ...parts].join('\n\n');
}

/** US dollars for a million invocations of so many billed ms, arm64: https://aws.amazon.com/lambda/pricing/ */
function lambdaCost(memoryMb: number, ms: number): number {
  return 0.2 + 1e6 * (memoryMb / 1024) * (Math.ceil(ms) / 1000) * 0.0000133334;
}
