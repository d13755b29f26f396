import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hookImports, hookRequire } from './module-hooks.mjs';
import { inLayers, isOnlyHereModule } from './module-places.mjs';

/**
 * Finds the function's handler as Lambda's own runtime does: `src/index.handler`, `index.nested.handler`.
 *
 * @param places where modules are, see `module-places.mjs`
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
export async function loadHandler(handler, places, { hasCallbacks }) {
  if (handler.includes('..')) throw named('Runtime.MalformedHandlerName', `'${handler}' is not a valid handler name.`);
  const [, module, path] = /^([^.]*)\.(.*)$/.exec(basename(handler)) ?? [];
  if (module === undefined) throw named('Runtime.MalformedHandlerName', 'Bad handler');
  const root = handler.slice(0, handler.lastIndexOf(basename(handler)));
  const loaded = await load(findFile(join(root, module), places), places);
  const find = (exported) => path.split('.').reduce((value, key) => value?.[key], exported);
  const found = find(loaded) ?? find(loaded.default);
  if (!found) throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw named('Runtime.HandlerNotFound', `${handler} is not a function`);
  if (hasCallbacks || found.length < 3) return found;
  const message =
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.';
  throw named('Runtime.CallbackHandlerDeprecated', message);
}

function findFile(module, places) {
  const path = module.startsWith('/opt/') ? module : resolve(places.codeFolder, module);
  const found = ['', '.js', '.mjs', '.cjs']
    .map((ending) => inLayers(path + ending, places) ?? path + ending)
    .find((file) => existsSync(file) && statSync(file).isFile());
  if (found === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${basename(module)}'`);
  return found;
}

async function load(file, places) {
  hookRequire(places);
  if (importsModules(file)) hookImports(places);
  try {
    return await loadFile(file, places);
  } catch (error) {
    if (error instanceof SyntaxError) throw named('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`);
    if (!['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error?.code)) throw error;
    throw named('Runtime.ImportModuleError', `Error: ${error.message}`);
  }
}

async function loadFile(file, places) {
  // A file without an ending is CommonJS, which `import` does not take.
  if (/\.[cm]?js$/.test(file) && !isOnlyHereModule(file, places)) return import(pathToFileURL(file).href);
  try {
    return createRequire(file)(file);
  } catch (error) {
    // From Node.js 24 on, Lambda lets a file's syntax say that it is an ES module.
    const hasModuleSyntax = error instanceof SyntaxError && /\b(import|export)\b/.test(error.message);
    if (!hasModuleSyntax || /nodejs2[02]\./.test(places.runtime)) throw error;
    return import(pathToFileURL(file).href);
  }
}

/** A bundle imports nothing but what Node.js has, and then it need not wait for hooks: before Node.js 22 they take a thread. */
function importsModules(file) {
  const imported = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g);
  return [...imported].some(([, specifier]) => !isBuiltin(specifier));
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}
