import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder, cacheFolder, isKept, keepAssembly } from '../../../cli/start/kept-assembly.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cognito-iot-access-kept-'));
  for (const folder of ['lib', 'lambda/attach-policy']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'lib/stack.ts'), 'one');
  writeFileSync(join(root, 'lambda/attach-policy/handler.ts'), 'one');
  writeFileSync(join(root, 'cdk.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (text: string) => async (folder: string) => writeFileSync(join(folder, 'manifest.json'), text);

describe('the assembly that is kept', () => {
  it('is the same as long as nothing has changed', () => {
    expect(assemblyFolder(root, ['cdk synth'])).toBe(assemblyFolder(root, ['cdk synth']));
  });

  it.each([
    { title: 'a construct', file: 'lib/stack.ts' },
    { title: "the function's code", file: 'lambda/attach-policy/handler.ts' },
    { title: 'a setting', file: 'cdk.json' },
    { title: 'a dependency', file: 'package-lock.json' },
    { title: 'a new file', file: 'lib/new.ts' },
  ])('is another one after a change of $title', ({ file }) => {
    const before = assemblyFolder(root, []);
    writeFileSync(join(root, file), 'two');
    expect(assemblyFolder(root, [])).not.toBe(before);
  });

  it('is another one with other context values, and in another Region', () => {
    const before = assemblyFolder(root, []);
    expect(assemblyFolder(root, ['iotAccess={}'])).not.toBe(before);
    process.env.CDK_DEFAULT_REGION = 'eu-west-1';
    expect(assemblyFolder(root, [])).not.toBe(before);
    delete process.env.CDK_DEFAULT_REGION;
  });

  it("is another one where the project's cdk.json says something else", () => {
    const project = join(root, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'cdk.json'), '{"context":{}}');
    expect(assemblyFolder(root, [], project)).not.toBe(assemblyFolder(root, []));
    writeFileSync(join(project, 'cdk.json'), '{}');
    expect(assemblyFolder(root, [], project)).toBe(assemblyFolder(root, []));
  });

  it('is whole or not there', async () => {
    const folder = assemblyFolder(root, []);
    const failing = keepAssembly(folder, async (unfinished) => {
      await write('half')(unfinished);
      throw new Error('interrupted');
    });
    await expect(failing).rejects.toThrow('interrupted');
    expect([isKept(folder), readdirSync(cacheFolder(root))]).toEqual([false, []]);
    await keepAssembly(folder, write('whole'));
    expect([isKept(folder), readFileSync(join(folder, 'manifest.json'), 'utf8')]).toEqual([true, 'whole']);
  });

  it('is made by two at once without harm', async () => {
    const folder = assemblyFolder(root, []);
    await Promise.all([keepAssembly(folder, write('whole')), keepAssembly(folder, write('whole'))]);
    expect(readdirSync(cacheFolder(root))).toEqual([folder.split('/').at(-1)]);
  });

  it('is forgotten after a week without use', async () => {
    const old = assemblyFolder(root, ['old']);
    await keepAssembly(old, write('whole'));
    const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    utimesSync(old, longAgo, longAgo);
    await keepAssembly(assemblyFolder(root, ['new']), write('whole'));
    expect(existsSync(old)).toBe(false);
  });
});
