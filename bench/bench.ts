import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.js';
import { parseOptions } from './options.js';
import { updatePerformancePage } from './report/performance-page.js';
import { stormPicture } from './report/storm-picture.js';
import { asTables } from './report/tables.js';
import type { Results } from './results.js';

// measure → table → files
const { quick, json, docs } = parseOptions(process.argv.slice(2));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const results = await measure(quick, (what) => process.stderr.write(`${what} …\n`));
process.stdout.write(`${asTables(results)}\n`);
const text = `${JSON.stringify(results, rounded, 2)}\n`;
if (json !== undefined) writeFileSync(json, text);
if (docs) {
  const root = join(import.meta.dirname, '..');
  writeFileSync(join(root, 'bench/results.json'), text);
  execFileSync('npx', ['biome', 'format', '--write', 'bench/results.json'], { cwd: root, stdio: 'ignore' });
  // From what is in the file, so that they can be made again from it.
  const written = JSON.parse(text) as Results;
  writeFileSync(join(root, 'docs/storm.svg'), stormPicture(written));
  updatePerformancePage(join(root, 'docs/performance.md'), written);
}
process.exit(0);

/** Four digits are more than any of it is worth. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
