import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lockFolder } from './folder-lock.js';
import { type Journal, openJournal, readJournal } from './journal.js';
import { createKeptState, type Keeper, type KeptState } from './kept-state.js';
import { type NamedTables, type Records, type StateShapes, wholeName } from './state.js';

/** The first line: what the others are, and in which form. */
const HEADER = { state: 'cognito-iot-access sandbox', version: 1 };
/** Lines that may have been overtaken by others, beside as many as there are records, before the file is rewritten. */
const MOST_OVERTAKEN = 10_000;

/**
 * A state that outlives the process: `state.jsonl` in the folder holds every change, one a line, and is written before
 * the change is made and so before anybody is answered. It holds password verifiers and signing keys, so only its owner
 * may read it.
 *
 * @param holder how another sandbox is told who has the folder
 * @param superseded what is thrown to whoever would change a state that counts no more
 * @throws Error when another sandbox has the folder, when it cannot be made, and when the file is damaged, of which a
 * copy is kept
 */
export async function openDataFolder<S extends StateShapes>(
  folder: string,
  shapes: S,
  holder: string,
  superseded: () => Error,
): Promise<KeptState<S>> {
  makeFolder(folder);
  const unlock = await lockFolder(folder, holder);
  try {
    const file = join(folder, 'state.jsonl');
    const whole = readJournal(file);
    if (whole.length === 0) refuseFormerState(join(folder, 'state.json'));
    const records = readRecords(file, whole, shapes);
    const journal = openJournal(file, whole);
    const kept = createKeptState(shapes, records, keeperOf(journal, unlock), superseded);
    if (journal.lines === 0 || journal.lines > 2 * sizeOf(kept.tables) + 1) journal.rewrite(allLines(kept.tables));
    return kept;
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Changes go into the journal first. */
function keeperOf(journal: Journal, unlock: () => void): Keeper {
  return {
    append(change, tables) {
      // Before, since this change is in none of the tables yet.
      if (journal.lines > 2 * sizeOf(tables) + MOST_OVERTAKEN) journal.rewrite(allLines(tables));
      journal.append(change);
    },
    replace: (tables) => journal.rewrite(allLines(tables)),
    close() {
      journal.close();
      unlock();
    },
  };
}

const sizeOf = (tables: NamedTables) => [...tables.values()].reduce((sum, table) => sum + table.size, 0);

function* allLines(tables: NamedTables): Iterable<unknown> {
  yield HEADER;
  for (const [name, table] of tables) for (const [key, record] of table.entries()) yield [name, key, record];
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Error(`${folder} cannot be made as the folder that keeps the state: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function refuseFormerState(file: string): void {
  if (!existsSync(file)) return;
  throw new Error(`${file} is of a version that kept its state otherwise. Move it away to begin anew.`);
}

/** Table, key and record; no record when it was deleted. */
const line = z.tuple([z.string(), z.string(), z.unknown().optional()]);

/** @throws Error naming the first line that is not what was written, of which a copy of the file is kept */
function readRecords(file: string, whole: Buffer, shapes: StateShapes): Records {
  const records = new Map<string, Map<string, unknown>>();
  const shapeOf = new Map<string, z.ZodType>();
  for (const [service, ofService] of Object.entries(shapes)) {
    for (const [table, shape] of Object.entries(ofService)) {
      records.set(wholeName(service, table), new Map());
      shapeOf.set(wholeName(service, table), shape);
    }
  }
  const take = (text: string, number: number) => {
    const value = parseJson(text);
    if (number === 1) return void parsed(z.literal(JSON.stringify(HEADER)), text, 'the first line');
    const [name, key, record] = parsed(line, value, 'it');
    const [shape, table] = [shapeOf.get(name), records.get(name)];
    if (shape === undefined || table === undefined) throw new Error(`there is no table ${name}`);
    if (record === undefined) table.delete(key);
    else table.set(key, parsed(shape, record, `${name} ${key}`));
  };
  let number = 0;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(whole);
    for (const each of text.split('\n').slice(0, -1)) {
      number += 1;
      take(each, number);
    }
  } catch (error) {
    throw damaged(file, number, (error as Error).message);
  }
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

function parsed<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${[what, ...(issue?.path ?? [])].join(' ')}: ${issue?.message}`);
}

/** The same damage is copied once, however often somebody tries to start. */
function damaged(file: string, number: number, what: string): Error {
  const copy = `${file}.damaged-${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8)}`;
  if (!existsSync(copy)) copyFileSync(file, copy);
  const where = number === 0 ? '' : `line ${number}, `;
  return new Error(
    `${file} is damaged: ${where}${what}. A copy is kept in ${copy}. Mend the line or take it out, ` +
      'or delete the file to begin anew.',
  );
}
