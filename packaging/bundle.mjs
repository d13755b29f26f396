import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles an entry, or several, into `dist`, named after it. What is not `external` becomes part of the bundle. */
export async function bundle({ entry, dist, external, platform, format, extension, notices, ...more }) {
  const { plugins = [], banner, inOneFile = false } = more;
  const build = await rolldown({
    input: entry,
    platform,
    external,
    transform: { target: 'es2023' },
    ...(platform === 'neutral' && { resolve: { mainFields: ['module', 'main'] } }),
    plugins: [...plugins, notices.plugin()],
    onLog(level, log) {
      // What cannot be resolved would be left as an import that fails where the package is used.
      if (level === 'warn') throw new Error(log.message);
    },
  });
  await build.write({
    dir: dist,
    format,
    exports: 'named',
    banner,
    // `require` is what everybody who reads CommonJS has: Jest has no `import()` without a flag of Node.
    ...(format === 'cjs' && { dynamicImportInCjs: false }),
    // Parts that are loaded later stand in it, too.
    ...(inOneFile && { codeSplitting: false }),
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name].${extension}`,
  });
  await build.close();
  // Whatever the package's own type is.
  if (format === 'cjs' && extension === 'js') writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
}
