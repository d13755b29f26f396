import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Snapshot } from '../../sandbox/index.js';

/** @returns what was done, for people */
export async function saveSnapshot(sandbox: string, file: string): Promise<string> {
  const text = await answerOf(sandbox, { method: 'GET' });
  const { stacks, region, tables }: Snapshot = JSON.parse(text);
  const unfinished = `${file}.${process.pid}.new`;
  try {
    // Whoever could read what lay there before must not read this.
    writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  const records = Object.values(tables).reduce((sum, { length }) => sum + length, 0);
  return (
    `${file} holds what ${stacks.join(', ')} in ${region} remembers: ${records} records. Password verifiers and signing ` +
    'keys are among them, so it is readable for you alone (mode 600): keep it so, and out of version control.'
  );
}

/** @returns what was done, for people */
export async function restoreSnapshot(sandbox: string, file: string): Promise<string> {
  await answerOf(sandbox, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: readFileSync(file, 'utf8'),
  });
  return `The sandbox at ${sandbox} remembers what ${file} holds, and nothing else. Connections have ended.`;
}

async function answerOf(sandbox: string, init: RequestInit): Promise<string> {
  const response = await fetch(new URL('/_sandbox/snapshot', sandbox), init).catch((error: unknown) => {
    throw new Error(`No sandbox answers at ${sandbox}. Name it with --sandbox URL.`, { cause: error });
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new Error(messageOf(text) ?? `The sandbox at ${sandbox} answers ${response.status}: ${text.slice(0, 200)}`);
}

function messageOf(text: string): string | undefined {
  try {
    return JSON.parse(text).message;
  } catch {
    return undefined;
  }
}
