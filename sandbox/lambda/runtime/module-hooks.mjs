import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isOnlyHereModule, placeOf } from './module-places.mjs';

const RUNTIME = new URL('load-handler.mjs', import.meta.url).href;

/** Makes `require` find what Lambda would find, and nothing else. */
export function hookRequire(places) {
  const asNode = Module._resolveFilename;
  Module._resolveFilename = function resolveFilename(request, parent, isMain, options) {
    const { from, file, missing } = options?.paths ? {} : placeOf(request, parent?.filename ?? undefined, places);
    if (missing !== undefined) throw notFound('MODULE_NOT_FOUND', missing);
    if (file !== undefined) return file;
    if (from !== undefined) return asNode.call(this, request, importerIn(from), false, options);
    return asNode.call(this, request, parent, isMain, options);
  };
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, file) => {
    if (!isOnlyHereModule(file, places)) return load(module, file);
    module._compile(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), file, 'commonjs');
  };
}

/** Makes `import` find the same. */
export function hookImports(places) {
  // From Node.js 22.15 on in this thread; before, hooks have one of their own, which loads this very file.
  const resolveHere = (specifier, context, next) =>
    withFormat(resolveFor(places, specifier, context, next), context, places);
  if (Module.registerHooks !== undefined) Module.registerHooks({ resolve: resolveHere });
  else Module.register(import.meta.url, { data: places });
}

let ofThread;

/** Called in the thread of the hooks. */
export function initialize(places) {
  ofThread = places;
}

/** Called in the thread of the hooks. */
export async function resolve(specifier, context, next) {
  return withFormat(await resolveFor(ofThread, specifier, context, next), context, ofThread);
}

function resolveFor(places, specifier, context, next) {
  const { parentURL, conditions = [] } = context;
  // `require` has its own hook.
  if (!conditions.includes('import')) return next(specifier, context);
  const importer = parentURL?.startsWith('file:') ? fileURLToPath(parentURL) : undefined;
  const { from, file, missing } = placeOf(specifier, importer, places);
  if (missing !== undefined) throw notFound('ERR_MODULE_NOT_FOUND', missing);
  if (file !== undefined) return next(pathToFileURL(file).href, context);
  return next(specifier, from === undefined ? context : { ...context, parentURL: pathToFileURL(anyFileOf(from)).href });
}

/** What the code imports of its own. The handler's file itself is imported by the runtime, which knows better. */
function withFormat(resolved, { parentURL, conditions = [] }, places) {
  if (!conditions.includes('import') || !resolved.url.startsWith('file:') || parentURL === RUNTIME) return resolved;
  return isOnlyHereModule(fileURLToPath(resolved.url), places) ? { ...resolved, format: 'commonjs' } : resolved;
}

function importerIn(folder) {
  const importer = new Module(anyFileOf(folder));
  return Object.assign(importer, { filename: importer.id, paths: Module._nodeModulePaths(folder) });
}

/** Node.js looks for modules from a file, whether it is there or not. */
function anyFileOf(folder) {
  return join(folder, 'importer.js');
}

function notFound(code, message) {
  return Object.assign(new Error(message), { code });
}
