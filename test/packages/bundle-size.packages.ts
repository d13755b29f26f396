import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { packed } from './packed.js';

const mqtt = join(import.meta.dirname, '../../node_modules/mqtt');

describe('what cognito-iot-client weighs in a page, minified and compressed', () => {
  let folder: string;
  const told: string[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cognito-iot-size-'));
    const installed = join(folder, 'node_modules/cognito-iot-client');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xf', packed('cognito-iot-client').file, '-C', installed, '--strip-components=1']);
    symlinkSync(mqtt, join(folder, 'node_modules/mqtt'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(`${told.join('\n')}\n`);
  });

  it.each([
    { title: 'one error class', name: 'NotAuthorizedError', external: [], below: 2_000 },
    { title: 'the client without mqtt', name: 'createIotClient', external: ['mqtt'], below: 20_000 },
    { title: 'all of it with mqtt', name: 'createIotClient', external: [], below: 126_000 },
  ])('is below $below bytes for $title', ({ title, name, external, below }) => {
    const bytes = weigh(`import { ${name} } from 'cognito-iot-client'; console.log(${name});`, external);
    told.push(`${title}: ${bytes} bytes`);
    expect(bytes).toBeGreaterThan(300);
    expect(bytes).toBeLessThan(below);
  });

  /** Everything inlined, as where no bundler splits. */
  function weigh(contents: string, external: string[]): number {
    const { outputFiles } = buildSync({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      external,
      write: false,
    });
    return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0);
  }
});
