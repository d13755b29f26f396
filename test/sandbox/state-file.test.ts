import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateFile } from '../../sandbox/state-file.js';

const empty = () => ({ users: {} as Record<string, string>, pools: {} });
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-file-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a state file', () => {
  it('gives back what was saved, in a folder that it makes', () => {
    const data = join(folder, 'a', 'b');
    const first = openStateFile(data, empty());
    first.state.users.ada = 'verifier';
    first.save();
    expect(openStateFile(data, empty()).state).toEqual({ users: { ada: 'verifier' }, pools: {} });
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  it('can be read by its owner only, whatever lay there before', () => {
    writeFileSync(join(folder, 'state.json.new'), '');
    chmodSync(join(folder, 'state.json.new'), 0o644);
    openStateFile(folder, empty()).save();
    expect(statSync(join(folder, 'state.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('has the empty state for what was not saved', () => {
    writeFileSync(join(folder, 'state.json'), '{"users":{"ada":"verifier"}}');
    expect(openStateFile(folder, empty()).state).toEqual({ users: { ada: 'verifier' }, pools: {} });
  });

  it.each(['{"users":', '', 'null', '[]', '"text"', '{"users":7}'])(
    'that holds %j is called damaged, and kept',
    (text) => {
      const file = join(folder, 'state.json');
      writeFileSync(file, text);
      expect(() => openStateFile(folder, empty())).toThrow(`${file} is damaged. Move it away to begin anew.`);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('says so at once when the folder cannot be made', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => openStateFile(join(file, 'data'), empty())).toThrow(
      /cannot be made as the folder that keeps the state/,
    );
  });

  it('writes nothing without a folder', () => {
    const kept = openStateFile(undefined, empty());
    kept.save();
    expect(kept.state).toEqual(empty());
  });
});
