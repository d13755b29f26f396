import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import packOnce from '../packages/pack-once.mjs';

const repository = join(import.meta.dirname, '../..');
const EXAMPLES = ['cdk', 'amplify-gen2'];

/**
 * jest's global set-up: packs every package, and installs them into copies of the examples, which stay in `.cache`, so
 * that the next run has only these to install anew.
 */
export default function installOnce() {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  packOnce();
  const packed = JSON.parse(process.env.PACKED_PACKAGES);
  for (const name of EXAMPLES) {
    const began = Date.now();
    install(name, packed);
    process.stderr.write(`Installed examples/${name} in ${Math.round((Date.now() - began) / 1000)} s\n`);
  }
}

function install(name, packed) {
  const folder = join(repository, '.cache/examples', name);
  mkdirSync(folder, { recursive: true });
  // Nothing that an install or a synthesis has left in the worktree.
  const filter = (file) => !['node_modules', '.amplify', 'cdk.out'].includes(basename(file));
  cpSync(join(repository, 'examples', name), folder, { recursive: true, filter });
  const manifest = join(folder, 'package.json');
  const text = packed.reduce(
    (given, { name, file }) =>
      given.replace(new RegExp(`("${name}": )"file:[^"]*"`), (_, key) => `${key}"file:${file}"`),
    readFileSync(manifest, 'utf8'),
  );
  writeFileSync(manifest, text);
  // Not `npm ci`, which refuses what Amplify's packages bundle: their OpenTelemetry wants another version of itself.
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(join(folder, 'node_modules/cognito-iot-access/dist/lib/index.js'))) {
    throw new Error(`cognito-iot-access was not installed into ${folder}.`);
  }
}
