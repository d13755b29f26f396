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

/** What a list shows of a line: of JSON in Lambda's own format the message, since the list has time and function already. */
export function lineInShort(line: string): string {
  const json = setOut(line) === line ? undefined : (JSON.parse(line) as { readonly message?: unknown });
  if (json?.message === undefined) return line.replace(/^\d{4}-\d\d-\d\dT\S+\t\S+\t/, '');
  return typeof json.message === 'string' ? json.message : JSON.stringify(json.message);
}

/** `AttachPolicyFunction`: without the stack's name in front, and without what CDK and CloudFormation add behind. */
export function functionInShort(name: string, stacks: readonly string[]): string {
  const stack = stacks.find((one) => name.startsWith(`${one}-`));
  const own = stack === undefined ? name : name.slice(stack.length + 1);
  return own.replace(/[0-9A-F]{8}-[A-Za-z0-9]{12}$/, '');
}
