import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const shims = join(import.meta.dirname, 'bundle-shims');

/** Bulk that this function never uses, and that a cold start would pay for. */
const alias = {
  '@aws-sdk/credential-provider-node': join(shims, 'credential-provider-node.ts'),
  '@smithy/core/event-streams': join(shims, 'event-streams.ts'),
  'body-parser': join(shims, 'body-parser.ts'),
  debug: join(shims, 'debug.cjs'),
  // Its only reader is the SDK, of the developer's own files.
  'node:fs/promises': join(shims, 'fs-promises.ts'),
  // The media types of our answers, and those that Express names itself.
  'mime-db': join(shims, 'mime-db.json'),
  qs: join(shims, 'qs.ts'),
};

/**
 * Takes Node's own modules as `require` does. For an `import` Node reads every export of them: of `node:http` also
 * WebSocket, which loads the whole of undici, a third of a cold start.
 */
const builtinsAsRequired = {
  name: 'builtins-as-required',
  resolveId(specifier, importer) {
    // Not for rolldown's own runtime, on which the modules below depend.
    if (isBuiltin(specifier) && !(specifier in alias) && !importer?.startsWith('\0')) return `\0builtin:${specifier}`;
  },
  load(id) {
    const [, specifier] = id.split('\0builtin:');
    if (specifier) return { code: `module.exports = process.getBuiltinModule('${specifier}');`, moduleType: 'js' };
  },
};

/**
 * Bundles a function into the one ES module `<outdir>/index.mjs`, which needs nothing but Node.
 *
 * @param plugins that look on
 */
export async function bundleFunction(outdir, entry, plugins = []) {
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    transform: {
      target: 'es2023',
      // Just to ask whether a body is one makes Node load web streams. The SDK's handler for Node gives Node's own.
      define: { ReadableStream: 'undefined' },
    },
    plugins: [builtinsAsRequired, ...plugins],
    resolve: {
      // The ES module builds of the SDK's packages: only they can be shaken.
      mainFields: ['module', 'main'],
      alias,
    },
    onLog(level, log) {
      // What cannot be resolved would be left as an import that fails in Lambda.
      if (level === 'warn') throw new Error(log.message);
    },
  });
  await bundle.write({
    file: join(outdir, 'index.mjs'),
    format: 'esm',
    minify: true,
    sourcemap: false,
    codeSplitting: false,
  });
  await bundle.close();
}
