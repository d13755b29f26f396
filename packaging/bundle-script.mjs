import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Where a package's one file for `<script>` is, by its `package.json`, and what it says on top. */
export function scriptOf(folder) {
  const { name, version, license, jsdelivr } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = join(folder, jsdelivr);
  const address = new URL(jsdelivr, `https://cdn.jsdelivr.net/npm/${name}@${version}/`).href;
  const banner = `/*! ${name} ${version}, ${license}. What else is in it: THIRD-PARTY-NOTICES.txt */`;
  return { file, address, banner };
}

/**
 * Bundles all of an entry, dependencies too, into one minified file whose exports are those of the global `cognitoIot`,
 * and writes the tag that loads it from a CDN, with the hash that browsers compare.
 */
export async function bundleScript({ entry, dist, notices, inPlace, file, address, banner }) {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    transform: { target: 'es2022' },
    plugins: [taking(inPlace), notices.plugin()],
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const format = { format: 'iife', name: 'cognitoIot', exports: 'named', codeSplitting: false };
  await build.write({ file, ...format, minify: true, banner });
  await build.close();
  const integrity = `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
  const tag = `<script src="${address}" integrity="${integrity}" crossorigin="anonymous"></script>\n`;
  writeFileSync(join(dist, 'script-tag.html'), tag);
}

/** Files that take the place of others, by the path of the others. */
function taking(inPlace) {
  return {
    name: 'taking',
    load: (id) => (id in inPlace ? `export { default } from ${JSON.stringify(inPlace[id])};` : undefined),
  };
}
