import type { FunctionLogLine } from '../../../contract/console-state.js';

/** Whether a line tells of an error: by the level that Lambda writes, in text or in JSON. */
export function isFault(line: string): boolean {
  return /\t(ERROR|FATAL)\t|"level"\s*:\s*"(error|fatal)"|\bTask timed out\b|^\s*\w*Error\b/i.test(line);
}

/** Lines have no number, so each gets a name that stays when older ones are dropped. */
export function withKeys(lines: readonly FunctionLogLine[]): (readonly [key: string, line: FunctionLogLine])[] {
  const known = new Map<string, number>();
  return lines.map((line) => {
    const base = `${line.time}-${line.functionName}`;
    const times = known.get(base) ?? 0;
    known.set(base, times + 1);
    return [`${base}-${times}`, line] as const;
  });
}

/** Set out over lines where it is JSON. */
export function setOut(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), undefined, 2);
  } catch {
    return line;
  }
}
