import type { Clock } from '../base/clock.js';

/** A line of a log stream. Times are milliseconds since 1970. */
export interface LogEvent {
  /** Which comes first in its group: digits, of which later ones are greater. */
  readonly id: string;
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAt: number;
  /** Of the events that are kept. */
  readonly bytes: number;
  /** Undefined: for ever. */
  readonly retentionInDays: number | undefined;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  readonly lastEventAt: number;
}

/** What the services write into CloudWatch Logs, by the sandbox's clock, as much of it as is kept. */
export interface LogGroups {
  /** A group of the template, which is there before anything is written into it. */
  create(group: string, retentionInDays?: number): void;
  has(group: string): boolean;
  /** Appends a line; group and stream are there from then on. */
  write(group: string, stream: string, message: string): void;
  /** By name. */
  groups(): readonly LogGroup[];
  /** By name. One whose events were all forgotten is no more. */
  streams(group: string): readonly LogStream[];
  /** Oldest first; those that the group still keeps. */
  events(group: string): readonly LogEvent[];
}

interface KeptGroup {
  readonly createdAt: number;
  readonly retentionInDays: number | undefined;
  readonly events: LogEvent[];
  readonly streams: Map<string, KeptStream>;
  bytes: number;
}

interface KeptStream {
  readonly createdAt: number;
  lastEventAt: number;
  count: number;
}

/** Of one group; older events are forgotten. */
const KEPT = { events: 10_000, bytes: 4 * 1024 * 1024 };
/** Of one event, and what CloudWatch Logs counts for it besides. */
const LONGEST_MESSAGE = 256 * 1024;
const OVERHEAD = 26;
const DAY = 24 * 3_600_000;

export function createLogGroups({ now }: Pick<Clock, 'now'>): LogGroups {
  const groups = new Map<string, KeptGroup>();
  let number = 0;

  const groupOf = (name: string, retentionInDays?: number): KeptGroup => {
    const group = groups.get(name) ?? { createdAt: now(), retentionInDays, events: [], streams: new Map(), bytes: 0 };
    groups.set(name, group);
    return group;
  };

  return {
    create: (name, retentionInDays) => void groupOf(name, retentionInDays),
    has: (name) => groups.has(name),
    write(name, stream, message) {
      const group = groupOf(name);
      const { events, streams } = group;
      const timestamp = now();
      const event = { id: String(++number).padStart(56, '0'), timestamp, stream, message: cut(message) };
      events.push(event);
      const known = streams.get(stream) ?? { createdAt: timestamp, lastEventAt: timestamp, count: 0 };
      streams.set(stream, known);
      known.lastEventAt = timestamp;
      known.count += 1;
      group.bytes += bytesOf(event);
      while (events.length > KEPT.events || group.bytes > KEPT.bytes) forgetOldest(group);
    },
    groups: () => byName([...groups].map(([name, { events, streams, ...group }]) => ({ name, ...group }))),
    streams: (name) => {
      const streams = groups.get(name)?.streams ?? [];
      return byName([...streams].map(([stream, { count: _, ...times }]) => ({ name: stream, ...times })));
    },
    events(name) {
      const { events = [], retentionInDays } = groups.get(name) ?? {};
      if (retentionInDays === undefined) return events;
      const oldest = now() - retentionInDays * DAY;
      return events.filter(({ timestamp }) => timestamp >= oldest);
    },
  };
}

function forgetOldest(group: KeptGroup): void {
  const oldest = group.events.shift();
  const stream = oldest && group.streams.get(oldest.stream);
  if (oldest === undefined || stream === undefined) return;
  group.bytes -= bytesOf(oldest);
  stream.count -= 1;
  if (stream.count === 0) group.streams.delete(oldest.stream);
}

function bytesOf({ message }: LogEvent): number {
  return Buffer.byteLength(message) + OVERHEAD;
}

function cut(message: string): string {
  return Buffer.byteLength(message) <= LONGEST_MESSAGE
    ? message
    : Buffer.from(message)
        .subarray(0, LONGEST_MESSAGE)
        .toString('utf8')
        .replace(/\ufffd$/, '');
}

function byName<T extends { readonly name: string }>(list: T[]): T[] {
  return list.sort((one, other) => (one.name < other.name ? -1 : 1));
}
