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

const chunks = await bundle(['mqtt']);
/** A chunk, and what it cannot be loaded without. */
const withImports = (chunk) => [chunk, ...chunk.imports.flatMap((name) => withImports(find(name)))];
const find = (name) => chunks.find(({ fileName }) => fileName === name) ?? { code: '', imports: [], name };
const first = withImports(chunks.find(({ isEntry }) => isEntry));
const code = chunks.map((chunk) => chunk.code).join('\n');
const imports = first.flatMap(({ name, code }) => (code === '' ? [name] : []));
const dynamicImports = chunks.flatMap((chunk) => chunk.dynamicImports).map((name) => find(name).name);
// With it, as in an app: its build for browsers exports less than the one for Node.
const withMqtt = await bundle([]);
const names = withMqtt.map(({ fileName }) => fileName);
const importsWithMqtt = withMqtt.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
const outside = importsWithMqtt.filter((name) => !names.includes(name));
const gzipped = gzipSync(first.map((chunk) => chunk.code).join('\n'), { level: 9 }).length;
console.log(JSON.stringify({ warnings, code, imports, dynamicImports, outside, gzipped }));
