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
  for (const file of ['package.json', 'package-lock.json']) {
    writeFileSync(join(folder, file), fromTarballs(readFileSync(join(folder, file), 'utf8'), packed));
  }
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error'];
  // As the README says, whenever the versions of others have changed; else only what was packed is new.
  const versions = readFileSync(join(repository, 'examples', name, 'package-lock.json'), 'utf8');
  const installed = join(folder, '.installed-lock.json');
  const isInstalled = existsSync(installed) && readFileSync(installed, 'utf8') === versions;
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  if (!isInstalled) execFileSync('npm', ['ci', ...quiet], options);
  else execFileSync('npm', ['install', ...quiet], options);
  writeFileSync(installed, versions);
  if (!existsSync(join(folder, 'node_modules/cognito-iot-access/dist/lib/index.js'))) {
    throw new Error(`cognito-iot-access was not installed into ${folder}.`);
  }
}

/** The packages of this repository, which an example names by their folders, as they are packed. */
function fromTarballs(text, packed) {
  return packed.reduce((given, { name, file }) => {
    const range = new RegExp(`("${name}": )"file:[^"]*"`, 'g');
    const locked = new RegExp(`("node_modules/${name}": \\{\\s*"version": "[^"]*",\\s*"resolved": )"file:[^"]*"`);
    const tarball = (_, key) => `${key}"file:${file}"`;
    return given.replace(range, tarball).replace(locked, tarball);
  }, text);
}
