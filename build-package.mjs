#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Builds what is published into `dist/`: the constructs, the client, their types, and the Lambda functions ready to be
 * deployed, so that nobody who uses the package needs a bundler.
 * Usage: node build-package.mjs
 */
const root = import.meta.dirname;
const dist = join(root, 'dist');
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const name of ['attach-policy', 'detach-on-delete']) {
  run('lambda/bundle.mjs', join(dist, 'lambda', name), join(root, 'lambda', name, 'handler.ts'));
}

// CommonJS, which `require` and `import` both load, and load once: classes stay the same for `instanceof`.
await bundle('lib/index.ts', {
  format: 'cjs',
  platform: 'node',
  external: [/^aws-cdk-lib(\/|$)/, 'constructs', 'zod'],
});
writeJson('package.json', { type: 'commonjs' });
// For browsers and Node. MQTT.js is the app's own, in the version that it wants.
await bundle('client/index.ts', { format: 'esm', platform: 'neutral', external: ['mqtt'] });
writeJson('client/package.json', { type: 'module' });
run('node_modules/typescript-native/bin/tsc', '--project', 'tsconfig.package.json');

async function bundle(input, { format, platform, external }) {
  const build = await rolldown({
    input: join(root, input),
    platform,
    external,
    transform: { target: 'es2023' },
    ...(platform === 'neutral' && { resolve: { mainFields: ['module', 'main'] } }),
    onLog(level, log) {
      // What cannot be resolved would be left as an import that fails where the package is used.
      if (level === 'warn') throw new Error(log.message);
    },
  });
  await build.write({
    file: join(dist, input.replace(/\.ts$/, '.js')),
    format,
    exports: 'named',
    codeSplitting: false,
  });
  await build.close();
}

function writeJson(file, value) {
  writeFileSync(join(dist, file), `${JSON.stringify(value)}\n`);
}
