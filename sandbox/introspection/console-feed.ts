import type { ConsoleChange, ConsoleLog } from '../../contract/console.js';
import { CONSOLE_LOGS } from '../../contract/console.js';
import type { ConsoleState } from '../../contract/console-state.js';
import type { Changes } from '../base/changes.js';
import type { Faults } from '../base/faults.js';
import { type ConsoleSources, createNewEntries, PARTS, type WholeViews, wholeViews } from './console-state.js';

/** Whoever reads on. */
export interface FeedReader {
  /** Takes an event, already written as JSON. */
  take(event: 'state' | 'change', data: string): void;
  /** Whether it has so much left to read that it is told nothing more until it asks for a whole state. */
  readonly isBehind: boolean;
}

/** Tells all readers the same, as it happens. */
export interface ConsoleFeed {
  /** Begins with a whole state. @returns what ends it, and what tells a whole state again */
  join(reader: FeedReader): { readonly leave: () => void; readonly tellAll: () => void };
}

export interface ConsoleFeedOptions {
  readonly changes: Changes;
  readonly sources: ConsoleSources;
  readonly faults: Faults;
}

/** Milliseconds between two tellings. */
const PACE = 50;
/** Where a telling takes long, its share of the time stays small: this many times as long until the next. */
const REST = 10;

export function createConsoleFeed({ changes, sources, faults }: ConsoleFeedOptions): ConsoleFeed {
  const whole = wholeViews(sources);
  const entries = createNewEntries(sources.views);
  const readers = new Set<FeedReader>();
  const changed = new Set<keyof ConsoleState>();
  let timer: NodeJS.Timeout | undefined;
  let pace = PACE;
  let stopListening: (() => void) | undefined;

  const tell = () => {
    timer = undefined;
    const began = performance.now();
    const change = changeOf(changed, whole, entries.of);
    changed.clear();
    const data = JSON.stringify(change);
    for (const reader of readers) if (!reader.isBehind) reader.take('change', data);
    pace = Math.max(PACE, (performance.now() - began) * REST);
  };

  const plan = () => {
    timer ??= setTimeout(() => faults.contain('console', tell), pace).unref();
  };

  const tellWhole = (reader: FeedReader) => {
    // The others are told first what this one gets with the rest.
    if (changed.size > 0) tell();
    clearTimeout(timer);
    timer = undefined;
    reader.take('state', JSON.stringify(stateOf(whole, entries.restart())));
  };

  const begin = () => {
    pace = PACE;
    stopListening = changes.listen((what) => {
      for (const part of PARTS[what]) changed.add(part);
      plan();
    });
  };

  const end = () => {
    stopListening?.();
    stopListening = undefined;
    clearTimeout(timer);
    timer = undefined;
    changed.clear();
  };

  return {
    join(reader) {
      if (stopListening === undefined) begin();
      tellWhole(reader);
      readers.add(reader);
      return {
        tellAll: () => tellWhole(reader),
        leave() {
          readers.delete(reader);
          if (readers.size === 0) end();
        },
      };
    },
  };
}

function stateOf(whole: WholeViews, logs: Pick<ConsoleState, ConsoleLog>): ConsoleState {
  const views = Object.fromEntries(Object.entries(whole).map(([name, view]) => [name, view()]));
  // fromEntries forgets which name has which view.
  return { ...(views as unknown as Omit<ConsoleState, ConsoleLog>), ...logs };
}

function changeOf(
  changed: ReadonlySet<keyof ConsoleState>,
  whole: WholeViews,
  added: (log: ConsoleLog) => ConsoleState[ConsoleLog],
): ConsoleChange {
  const parts = [...changed];
  const isLog = (part: keyof ConsoleState): part is ConsoleLog => part in CONSOLE_LOGS;
  const views = parts.flatMap((part) => (isLog(part) ? [] : [[part, whole[part]()] as const]));
  const logs = parts.filter(isLog).map((log) => [log, added(log)] as const);
  return { views: Object.fromEntries(views), added: Object.fromEntries(logs.filter(([, list]) => list.length > 0)) };
}
