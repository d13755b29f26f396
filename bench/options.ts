import { parseArgs } from 'node:util';

export interface Options {
  /** A few seconds instead of minutes: whether it works, not how fast it is. */
  readonly quick: boolean;
  /** Measures only what the sandbox comes to cost with use. */
  readonly growth: boolean;
  /** Measures only what a message costs the sandbox's broker. */
  readonly broker: boolean;
  /** Counts only what a client waits for until its first message. */
  readonly roundTrips: boolean;
  /** Where the results are written, too. */
  readonly json: string | undefined;
  /** Writes results, picture and tables into the documentation. */
  readonly docs: boolean;
}

const usage = `Usage: npm run bench -- [--quick] [--growth | --broker | --round-trips] [--json FILE] [--docs]
  --quick      a few seconds instead of minutes: whether it works, not how fast it is
  --growth     only what a sign-in and the sandbox's memory come to cost with use
  --broker     only what a message costs the sandbox's broker, beside the bare broker library
  --round-trips  only what a client waits for until its first message, beside other clients
  --json FILE  writes the results, too
  --docs       writes bench/results.json, docs/storm.svg and the tables of docs/performance.md; with --growth,
               --broker or --round-trips, what it measures there`;

/** Ends the process for \`--help\`. @throws Error for what it does not know */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      broker: { type: 'boolean', default: false },
      'round-trips': { type: 'boolean', default: false },
      json: { type: 'string' },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  if (values.docs && values.quick) throw new Error('--docs needs figures that mean something: leave --quick out.');
  const { quick, growth, broker, 'round-trips': roundTrips, json, docs } = values;
  if ([growth, broker, roundTrips].filter(Boolean).length > 1) {
    throw new Error('One of --growth, --broker and --round-trips at a time.');
  }
  return { quick, growth, broker, roundTrips, json, docs };
}
