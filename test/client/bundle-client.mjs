/** Bundles the client as a browser app's bundler does and prints what came of it. Its own process: jest has no ES modules. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const warnings = [];

async function bundle(external) {
  const build = await rolldown({
    input: join(import.meta.dirname, '../../client/index.ts'),
    platform: 'browser',
    external,
    onLog: (_level, { message }) => warnings.push(message),
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  return output;
}

const [{ code, imports, dynamicImports }, ...others] = await bundle(['mqtt']);
// With it, as in an app: its build for browsers exports less than the one for Node.
const withMqtt = await bundle([]);
const names = withMqtt.map(({ fileName }) => fileName);
const importsWithMqtt = withMqtt.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
const outside = importsWithMqtt.filter((name) => !names.includes(name));
const gzipped = gzipSync(code, { level: 9 }).length;
const chunks = 1 + others.length;
console.log(JSON.stringify({ warnings, code, imports, dynamicImports, outside, chunks, gzipped }));
