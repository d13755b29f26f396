import type { FunctionLogLine } from '../../contract/sandbox-views.js';

/** What the functions wrote last, for whoever looks on. */
export interface KeptFunctionLogs {
  keep(functionName: string, line: string, requestId: string | undefined): void;
  /** Oldest first. */
  entries(): readonly FunctionLogLine[];
}

/** Older lines are forgotten, and what is beyond of a long one. */
const KEPT_LINES = 2000;
const LONGEST_LINE = 8 * 1024;

export function keepFunctionLogs(now: () => number, told: () => void = () => undefined): KeptFunctionLogs {
  const kept: FunctionLogLine[] = [];
  return {
    keep(functionName, line, requestId) {
      const shown = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
      kept.push({ time: now(), functionName, ...(requestId === undefined ? {} : { requestId }), line: shown });
      if (kept.length > KEPT_LINES) kept.shift();
      told();
    },
    entries: () => [...kept],
  };
}
