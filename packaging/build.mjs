#!/usr/bin/env node
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildPage } from 'vite';
import { bundleFunction } from '../lambda/bundle-function.mjs';
import { bundle } from './bundle.mjs';
import { bundleMqtt } from './bundle-mqtt.mjs';
import { bundleScript, scriptOf } from './bundle-script.mjs';
import { bundleTypes } from './bundle-types.mjs';
import { createNotices } from './notices.mjs';
import { otherPackages } from './other-packages.mjs';
import { readPackage } from './read-package.mjs';
import { replacements } from './replacements.mjs';

/**
 * Builds what one package publishes into its `dist/`: code, types, and the notices of what is bundled.
 * Usage: node packaging/build.mjs access|client|sandbox|cli
 */
const root = join(import.meta.dirname, '..');
/** As lib/function-code.ts finds them, without a bundler, in the package. */
const functions = {
  'attach-policy': 'attach-policy/handler.ts',
  'attach-policy-with-directory': 'attach-policy/handler-with-directory.ts',
  'detach-on-delete': 'detach-on-delete/handler.ts',
  'link-accounts': 'link-accounts/handler.ts',
  sweep: 'sweep/handler.ts',
};

const builds = { access, client, sandbox, cli };
const [name = ''] = process.argv.slice(2);
const build = builds[name];
if (!build) throw new Error(`Usage: node packaging/build.mjs ${Object.keys(builds).join('|')}`);
const folder = name === 'access' ? root : join(root, name);
const dist = join(folder, 'dist');
const { external } = readPackage(folder);
const notices = createNotices();

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await build();
notices.write(dist);

/** The constructs, and the functions ready to be deployed, so that nobody who uses the package needs a bundler. */
async function access() {
  for (const [name, entry] of Object.entries(functions)) {
    await bundleFunction(join(dist, 'lambda', name), join(root, 'lambda', entry), [notices.plugin()]);
  }
  await commonJs(join(root, 'lib/index.ts'), join(dist, 'lib'));
  // For back ends, which have the AWS SDK and no CDK.
  for (const name of ['directory', 'grants']) await commonJs(join(root, name, 'index.ts'), join(dist, name));
}

/** For browsers, Node and React Native: an ES module, CommonJS for those who cannot read it, and a file for `<script>`. */
async function client() {
  const entry = join(root, 'client/index.ts');
  // By the package's field `browser`, bundlers for browsers take another file in its place.
  const mqttJs = join(root, 'client/mqtt-js.ts');
  await bothKinds({ entry, alone: [mqttJs] });
  await bundleMqtt({ dist, notices, format: 'esm', extension: 'js' });
  await bundleMqtt({ dist, notices, format: 'cjs', extension: 'cjs' });
  const inPlace = { [mqttJs]: join(dist, 'mqtt-in-browsers.js') };
  await bundleScript({ entry, dist, notices, inPlace, ...scriptOf(folder) });
  // It is of the package, not a second one.
  const plugins = [otherPackages({ [entry]: 'cognito-iot-client' })];
  // By the directive React's server components know that hooks are for the page alone.
  await bothKinds({ entry: join(root, 'client/react/react.ts'), plugins, banner: "'use client';" });
  // Has the client's code once more, so that the client itself has no parts; with its errors, for `instanceof`.
  const errors = readdirSync(join(root, 'client')).filter((file) => file.endsWith('-error.ts'));
  const shared = [entry, ...errors.map((file) => join(root, 'client', file))];
  const ofClient = otherPackages(Object.fromEntries(shared.map((file) => [file, 'cognito-iot-client'])));
  await bothKinds({ entry: join(root, 'client/testing/testing.ts'), plugins: [ofClient], inOneFile: true });
}

/** @param alone files that stay files of their own */
async function bothKinds({ entry, alone = [], plugins = [], banner, inOneFile = false }) {
  const options = {
    entry: [entry, ...alone],
    dist,
    external,
    platform: 'neutral',
    notices,
    plugins,
    banner,
    inOneFile,
  };
  await bundle({ ...options, format: 'esm', extension: 'js' });
  await bundle({ ...options, format: 'cjs', extension: 'cjs' });
  await bundleTypes({ entry, dist, external, extensions: ['d.ts', 'd.cts'], plugins });
}

/** With the scripts that run a function's code in a process of its own, and the console. */
async function sandbox() {
  await commonJs(join(root, 'sandbox/index.ts'), dist, [replacements()]);
  cpSync(join(root, 'sandbox/lambda/runtime'), join(dist, 'runtime'), { recursive: true });
  // It is of the package, not a second one.
  const itself = otherPackages({ [join(root, 'sandbox/index.ts')]: 'cognito-iot-sandbox' });
  await commonJs(join(root, 'sandbox/testing/testing.ts'), dist, [itself], [itself]);
  cpSync(join(root, 'docs/seed.schema.json'), join(dist, 'seed.schema.json'));
  await consolePage(join(dist, 'console.html'));
}

/** One file, which the sandbox serves. */
async function consolePage(into) {
  const folder = join(root, 'console');
  await buildPage({
    configFile: join(folder, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    build: { rolldownOptions: { plugins: [notices.plugin()] } },
  });
  cpSync(join(folder, 'dist/index.html'), into);
}

/** The sandbox is a package of its own, which this one depends on. */
async function cli() {
  const plugins = [otherPackages({ [join(root, 'sandbox/index.ts')]: 'cognito-iot-sandbox' })];
  const entry = join(root, 'cli/main.ts');
  await bundle({ entry, dist, external, platform: 'node', notices, format: 'esm', extension: 'js', plugins });
}

/** CommonJS, which `require` and `import` both load, and load once: classes stay the same for `instanceof`. */
async function commonJs(entry, into, plugins = [], ofTypes = []) {
  await bundle({ entry, dist: into, external, platform: 'node', notices, format: 'cjs', extension: 'js', plugins });
  await bundleTypes({ entry, dist: into, external, extensions: ['d.ts'], plugins: ofTypes });
}
