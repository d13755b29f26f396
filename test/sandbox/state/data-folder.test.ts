import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openDataFolder } from '../../../sandbox/state/data-folder.js';
import { openState } from '../../../sandbox/state/open-state.js';

const shapes = { zoo: { pets: z.strictObject({ legs: z.number() }), notes: z.string() } };
const superseded = () => new Error('another state has taken its place');
const me = 'the sandbox at http://127.0.0.1:1';
let folder: string;
const file = () => join(folder, 'state.jsonl');
const lines = () => readFileSync(file(), 'utf8').split('\n').slice(0, -1);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Hands `use` the pets of the folder, and closes it. */
async function withPets<T>(use: (pets: Awaited<ReturnType<typeof open>>['state']['zoo']['pets']) => T): Promise<T> {
  const { state, close } = await open();
  try {
    return use(state.zoo.pets);
  } finally {
    close();
  }
}

const open = () => openDataFolder(folder, shapes, me, superseded);

describe('a data folder', () => {
  it('gives back what was put and not deleted, in its order', async () => {
    await withPets((pets) => {
      pets.put('rex', { legs: 4 });
      pets.put('tweety', { legs: 2 });
      pets.put('nemo', { legs: 0 });
      pets.put('rex', { legs: 3 });
      pets.delete('nemo');
    });
    await withPets((pets) => {
      expect([...pets.entries()]).toEqual([
        ['rex', { legs: 3 }],
        ['tweety', { legs: 2 }],
      ]);
    });
  });

  it('has a change on file before it is made', async () => {
    await withPets((pets) => {
      pets.put('rex', { legs: 4 });
      expect(lines().at(-1)).toBe('["zoo.pets","rex",{"legs":4}]');
      pets.delete('rex');
      expect(lines().at(-1)).toBe('["zoo.pets","rex"]');
    });
  });

  it('is made, and can be read by its owner only, whatever lay there before', async () => {
    writeFileSync(join(folder, 'state.jsonl.new'), '');
    chmodSync(join(folder, 'state.jsonl.new'), 0o644);
    await withPets((pets) => pets.put('rex', { legs: 4 }));
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    folder = join(folder, 'a', 'b');
    await withPets((pets) => pets.put('rex', { legs: 4 }));
    expect([statSync(folder).mode & 0o777, statSync(file()).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('goes on after a line that a killed process has not written to its end', async () => {
    await withPets((pets) => pets.put('rex', { legs: 4 }));
    appendFileSync(file(), '["zoo.pets","tweety",{"le');
    await withPets((pets) => {
      expect([...pets.keys()]).toEqual(['rex']);
      pets.put('nemo', { legs: 0 });
    });
    await withPets((pets) => expect([...pets.keys()]).toEqual(['rex', 'nemo']));
  });

  it('does not grow with changes, only with what there is', async () => {
    await withPets((pets) => {
      for (let legs = 0; legs < 25_000; legs += 1) pets.put('centipede', { legs });
      expect(lines().length).toBeLessThan(11_000);
    });
    await withPets((pets) => {
      expect(pets.get('centipede')).toEqual({ legs: 24_999 });
      expect(lines()).toHaveLength(2);
    });
    expect(readdirSync(folder).sort()).toEqual(['lock', 'state.jsonl']);
  });

  it.each([
    ['x', 'line 3, it is not JSON'],
    ['', 'line 3, it is not JSON'],
    ['["zoo.pets"]', 'line 3, it: Too small: expected array to have >=2 items'],
    ['["zoo.cats","tom",{"legs":4}]', 'line 3, there is no table zoo.cats'],
    ['["zoo.pets","tom",{"legs":"four"}]', 'line 3, zoo.pets tom legs: Invalid input: expected number'],
    ['["zoo.pets","tom",{"legs":4,"tail":1}]', 'line 3, zoo.pets tom: Unrecognized key: "tail"'],
  ])('stops at the line %j, says what is wrong, and keeps a copy', async (line, problem) => {
    await withPets((pets) => pets.put('rex', { legs: 4 }));
    const [good, after] = [readFileSync(file(), 'utf8'), '["zoo.pets","nemo",{"legs":0}]\n'];
    const text = `${good}${line}\n${after}`;
    writeFileSync(file(), text);
    await expect(open()).rejects.toThrow(`${file()} is damaged: ${problem}`);
    await expect(open()).rejects.toThrow('A copy is kept in ');
    const copies = readdirSync(folder).filter((name) => name.includes('damaged'));
    expect(copies).toHaveLength(1);
    expect(readFileSync(join(folder, copies[0] as string), 'utf8')).toBe(text);
    expect(readFileSync(file(), 'utf8')).toBe(text);

    writeFileSync(file(), good + after);
    await withPets((pets) => expect([...pets.keys()]).toEqual(['rex', 'nemo']));
  });

  it('stops at what is not its own', async () => {
    writeFileSync(file(), '{"users":{}}\n');
    await expect(open()).rejects.toThrow('is damaged: line 1, the first line');
    writeFileSync(file(), Buffer.from([0x7b, 0xff, 0x0a]));
    await expect(open()).rejects.toThrow('is damaged: ');
    rmSync(file());
    writeFileSync(join(folder, 'state.json'), '{}');
    await expect(open()).rejects.toThrow('state.json is of a version that kept its state otherwise.');
  });

  it('belongs to one at a time, and others are told to whom', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(`${folder} is in use by ${me}. Stop that one, or give each its own folder`);
    first.state.zoo.pets.put('rex', { legs: 4 });
    first.close();
    await withPets((pets) => expect(pets.get('rex')).toEqual({ legs: 4 }));
  });

  it('takes no change any more once it is closed', async () => {
    const { state, close } = await open();
    close();
    close();
    expect(() => state.zoo.pets.put('rex', { legs: 4 })).toThrow('is closed: the sandbox has stopped');
    expect(state.zoo.pets.get('rex')).toBeUndefined();
  });

  it('gives way to another state, and keeps that alone', async () => {
    const kept = await open();
    const before = kept.state.zoo.pets;
    before.put('rex', { legs: 4 });
    const next = kept.succeed(new Map([['zoo.pets', new Map([['nemo', { legs: 0 }]])]]));
    next.state.zoo.pets.put('tweety', { legs: 2 });
    // Nothing may be answered from now on that the next one would not have.
    expect(() => before.put('tom', { legs: 4 })).toThrow('another state has taken its place');
    expect(lines().at(-1)).toBe('["zoo.pets","rex",{"legs":4}]');
    next.commit();
    expect(() => before.delete('rex')).toThrow('another state has taken its place');
    kept.state.zoo.pets.put('dumbo', { legs: 4 });
    expect([...(kept.records().get('zoo.pets')?.keys() ?? [])]).toEqual(['nemo', 'tweety', 'dumbo']);
    kept.close();
    await withPets((pets) => expect([...pets.keys()]).toEqual(['nemo', 'tweety', 'dumbo']));
  });

  it('goes on as it was where the other state is abandoned', async () => {
    const kept = await open();
    kept.state.zoo.pets.put('rex', { legs: 4 });
    const next = kept.succeed(new Map());
    next.abandon();
    expect(() => next.state.zoo.pets.put('nemo', { legs: 0 })).toThrow('another state has taken its place');
    kept.state.zoo.pets.put('tom', { legs: 4 });
    kept.close();
    await withPets((pets) => expect([...pets.keys()]).toEqual(['rex', 'tom']));
  });

  it('says so at once when the folder cannot be made', async () => {
    folder = join(folder, 'file');
    writeFileSync(folder, '');
    await expect(openDataFolder(join(folder, 'data'), shapes, me, superseded)).rejects.toThrow(
      /cannot be made as the folder that keeps the state/,
    );
  });

  it('is not needed', async () => {
    const { state, close } = await openState({ folder: undefined, shapes, holder: me, superseded });
    state.zoo.notes.put('a', 'b');
    expect(state.zoo.notes.get('a')).toBe('b');
    close();
  });
});
