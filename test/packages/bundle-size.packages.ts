import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { packed } from './packed.js';

const mqtt = join(import.meta.dirname, '../../node_modules/mqtt');
/** MQTT.js in the package, for browsers. */
const mqttInBrowsers = 'dist/mqtt-in-browsers.js';

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
    {
      title: 'the client, everything but mqtt inlined',
      name: 'createIotClient',
      external: [mqttInBrowsers],
      below: 36_000,
    },
    { title: 'all of it with mqtt, inlined', name: 'createIotClient', external: [], below: 120_000 },
    {
      title: 'what a page loads before it connects',
      name: 'createIotClient',
      external: [],
      below: 14_000,
      first: true,
    },
  ])('is below $below bytes for $title', ({ title, name, external, below, first = false }) => {
    const contents = `import { ${name} } from 'cognito-iot-client'; console.log(${name});`;
    const bytes = first ? weighFirst(contents) : weigh(contents, external);
    told.push(`${title}: ${bytes} bytes`);
    expect(bytes).toBeGreaterThan(300);
    expect(bytes).toBeLessThan(below);
  });

  const usual = { bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' } as const;

  /** Everything inlined, as where no bundler splits. */
  function weigh(contents: string, outside: string[]): number {
    const external = outside.map((file) => join(realpathSync(folder), 'node_modules/cognito-iot-client', file));
    const { outputFiles } = buildSync({ ...usual, stdin: { contents, resolveDir: folder }, external, write: false });
    return outputFiles.reduce((sum, file) => sum + compressed(file.contents), 0);
  }

  /** The file of the page, and what it cannot be loaded without. */
  function weighFirst(contents: string): number {
    const split = { splitting: true, outdir: folder, write: false, metafile: true } as const;
    const { outputFiles, metafile } = buildSync({ ...usual, ...split, stdin: { contents, resolveDir: folder } });
    const inOrder = Object.values(metafile.outputs);
    const entry = inOrder.find(({ entryPoint }) => entryPoint === '<stdin>');
    const wanted = [
      entry,
      ...(entry?.imports ?? []).flatMap(({ path, kind }) =>
        kind === 'import-statement' ? [metafile.outputs[path]] : [],
      ),
    ];
    const files = outputFiles.filter((_file, index) => wanted.includes(inOrder[index]));
    return files.reduce((sum, file) => sum + compressed(file.contents), 0);
  }
});

function compressed(code: Uint8Array): number {
  return gzipSync(code, { level: 9 }).length;
}
