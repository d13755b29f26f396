import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type Deployment, openDeployment } from '../deployment/deployment.js';
import { serviceTime } from '../deployment/service-time.js';
import { listenForEnd } from '../ending.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import type { Entry } from './entry.js';
import { entryLine } from './entry-line.js';
import { changeIotLogging, type IotLogging } from './iot-logging.js';
import { joinEntries, type Known, refusalsFirst } from './join-entries.js';
import { createLogReader, type LogReader } from './log-reader.js';
import { logSources } from './log-sources.js';
import type { TailOptions } from './tail-options.js';
import { isOf, whose } from './whose.js';

/** Between two readings of `--follow`: CloudWatch Logs takes 5 and more a second, of which this asks 3 in two. */
const EVERY_MS = 2000;

/** @returns the exit code: 1 where the logs could not be read, or AWS IoT's not be changed */
export function runTail(options: TailOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const deployment = await openDeployment(options);
    if (options.enableIotLogs || options.disableIotLogs) return changed(options, deployment, output);
    await shown(options, deployment, output);
    return 0;
  });
}

async function shown(options: TailOptions, deployment: Deployment, output: Output): Promise<void> {
  const end = options.follow ? listenForEnd() : undefined;
  const logs = new CloudWatchLogsClient(deployment.clientConfig);
  try {
    const wanted = await whose(options, deployment);
    const since = (await serviceTime(deployment)) - options.since;
    const sources = await logSources(deployment);
    const readers = sources.map((source) => createLogReader(source, logs, { since, wanted }));
    if (options.follow)
      output.note(`following ${sources.map(({ logGroupName }) => logGroupName).join(', ')}; Ctrl-C ends`);
    const known: Known = { identities: new Map(), subs: new Map() };
    const missing = new Set<LogReader>();
    do {
      const read = await Promise.all(readers.map((reader) => readOf(reader, missing, output)));
      const entries = joinEntries(read.flat(), known).filter(
        (entry) => (wanted === undefined || isOf(entry, wanted)) && (entry.refused || !options.refusals),
      );
      for (const entry of refusalsFirst(entries)) {
        output.value(toldEntry(entry));
        output.line(entryLine(entry));
      }
      if (!options.follow && entries.length === 0) output.note('nothing was logged');
    } while (end !== undefined && (await goesOn(end)));
  } finally {
    logs.destroy();
  }
}

/** A log that is not there is told once. */
async function readOf(reader: LogReader, missing: Set<LogReader>, { note }: Output): Promise<Entry[]> {
  const entries = await reader.read();
  if (entries !== undefined) return entries;
  const { source, logGroupName } = reader.source;
  const remedy = source === 'iot' ? ': AWS IoT logs nothing, which --enable-iot-logs changes' : '';
  if (!missing.has(reader)) note(`there is no log group ${logGroupName}${remedy}`);
  missing.add(reader);
  return [];
}

/** False once Ctrl-C has come. */
async function goesOn(signal: AbortSignal): Promise<boolean> {
  await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

function toldEntry({ time, ...entry }: Entry): object {
  return { time: new Date(time).toISOString(), ...entry };
}

async function changed(options: TailOptions, deployment: Deployment, output: Output): Promise<0> {
  const { before, after } = await changeIotLogging(options, deployment);
  output.value({ before, after, dryRun: options.dryRun });
  output.line(`AWS IoT's log ${options.dryRun ? 'would be' : 'is'} ${described(after)}; it was ${described(before)}.`);
  output.line('It is one for the whole account and Region. A change takes a while to work.');
  if (after.isOn) output.line('CloudWatch Logs bills what is written: turn it off by --disable-iot-logs.');
  return 0;
}

function described({ isOn, level, roleArn }: IotLogging): string {
  return isOn ? `on at ${level}, written as ${roleArn}` : 'off';
}
