import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** One file with the types that an entry exports, once with each extension. */
export async function bundleTypes({ entry, dist, external, extensions, plugins = [] }) {
  const build = await rolldown({
    input: entry,
    external,
    // Types take long, which it says each time.
    checks: { pluginTimings: false },
    plugins: [...plugins, dts({ emitDtsOnly: true, tsconfig: join(import.meta.dirname, '../tsconfig.package.json') })],
  });
  const name = basename(entry, '.ts');
  await build.write({ dir: dist, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' });
  await build.close();
  for (const extension of extensions) {
    if (extension !== 'd.ts') copyFileSync(join(dist, `${name}.d.ts`), join(dist, `${name}.${extension}`));
  }
}
