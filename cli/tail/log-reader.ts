import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Entry } from './entry.js';
import { entryOfLine } from './entry-of-line.js';
import type { LogSource } from './log-sources.js';
import type { Whose } from './whose.js';

/** Lines come late, and out of order: what is this old is read again. Milliseconds. */
const OVERLAP_MS = 30_000;

export interface LogReader {
  readonly source: LogSource;
  /** Entries that were not read before. Undefined: there is no such log group. */
  read(): Promise<Entry[] | undefined>;
}

/** Reads one log, each time what has come since. */
export function createLogReader(
  source: LogSource,
  logs: CloudWatchLogsClient,
  { since, wanted }: { readonly since: number; readonly wanted: Whose | undefined },
): LogReader {
  const { logGroupName } = source;
  const filterPattern = patternFor(source.source, wanted);
  let startTime = since;
  let seen = new Map<string, number>();
  return {
    source,
    async read() {
      const entries: Entry[] = [];
      try {
        const asked = { logGroupName, startTime, ...(filterPattern !== undefined && { filterPattern }) };
        for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, asked)) {
          for (const { eventId = '', timestamp = 0, message = '' } of events) {
            if (seen.has(eventId)) continue;
            seen.set(eventId, timestamp);
            const entry = entryOfLine[source.source](message, timestamp);
            if (entry !== undefined) entries.push(entry);
          }
        }
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
      startTime = Math.max(startTime, ...[...seen.values()].map((time) => time - OVERLAP_MS));
      seen = new Map([...seen].filter(([, time]) => time >= startTime));
      return entries;
    },
  };
}

/** What CloudWatch Logs can leave out already; lines of the API know users alone. */
function patternFor(source: Entry['source'], wanted: Whose | undefined): string | undefined {
  if (wanted === undefined) return undefined;
  const terms = source === 'api' ? [...wanted.subs] : [...wanted.identityIds, ...wanted.subs];
  // `?`: one of them will do.
  return terms.length === 0 ? undefined : terms.map((term) => `?"${term}"`).join(' ');
}
