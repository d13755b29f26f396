import { existsSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** What Lambda's Node.js runtimes bring beside Node.js. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const OF_RUNTIME = ['@aws-sdk/', '@smithy/', '@aws-crypto/'];

/**
 * Where a module is that the function's code imports: in its own folders, in a layer, or among those that Lambda's
 * runtime brings, which the app or the sandbox has here. Elsewhere it must not be looked for: the code lies in the app's
 * folder, whose `node_modules` are not deployed.
 *
 * @param places `codeFolder`, `layers` (folders, the first one is the lowest), `runtime` (`nodejs24.x`), `apps` (folders
 *   from which the AWS SDK is looked for), as absolute real paths; `isInModuleApp`, see below
 * @returns `{}`: as Node.js does; `{ from }`: as Node.js does in that folder; `{ file }`; or `{ missing }`: why it is not there
 */
export function placeOf(specifier, importer, places) {
  const layered = specifier.startsWith('/opt/') ? inLayers(specifier, places) : undefined;
  if (layered !== undefined) return { file: layered };
  const name = packageName(specifier);
  if (name === undefined || importer === undefined) return {};
  const isOfCode = isInside(importer, places.codeFolder);
  if (!isOfCode && !places.layers.some((layer) => isInside(importer, layer))) return {};
  if (isOfCode && hasPackage(dirname(importer), places.codeFolder, name)) return {};
  const layer = layerWith(name, places);
  if (layer !== undefined) return { from: layer };
  if (!OF_RUNTIME.some((scope) => name.startsWith(scope))) return isOfCode ? { missing: notOfRuntime(name) } : {};
  const app = places.apps.find((folder) => hasPackage(folder, undefined, name));
  return app === undefined ? { missing: notHere(name) } : { from: app };
}

/** The file behind a path below `/opt`, where Lambda lays out the layers. */
export function inLayers(path, { layers }) {
  if (!path.startsWith('/opt/')) return undefined;
  const endings = ['', '.js', '.mjs', '.cjs', '/index.js'];
  return layers
    .toReversed()
    .flatMap((layer) => endings.map((ending) => join(layer, path.slice('/opt'.length) + ending)))
    .find((file) => existsSync(file) && statSync(file).isFile());
}

/**
 * Whether Node.js would take this file for an ES module, and Lambda for CommonJS: the code lies in an app that says
 * `"type": "module"`, and has no `package.json` of its own.
 */
export function isOnlyHereModule(file, { codeFolder, layers, isInModuleApp }) {
  if (!isInModuleApp || !file.endsWith('.js')) return false;
  const root = [codeFolder, ...layers].find((one) => isInside(file, one));
  if (root === undefined) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return false;
    if (folder === root) return true;
  }
}

/** `@aws-sdk/client-iot` of `@aws-sdk/client-iot/dist`; undefined for a path, a URL, and what Node.js has. */
function packageName(specifier) {
  if (isBuiltin(specifier)) return undefined;
  return /^(@[^/]+\/)?[a-zA-Z0-9_~-][^/:]*(?=\/|$)/.exec(specifier)?.[0];
}

/** Whether `node_modules` of the folder, or of one above it up to the root, has the package; or the root is that package. */
function hasPackage(folder, root, name) {
  if (existsSync(join(folder, 'node_modules', name))) return true;
  const above = dirname(folder);
  return folder !== root && above !== folder && hasPackage(above, root, name);
}

/** As Lambda's NODE_PATH has them: `/opt/nodejs/node24/node_modules`, then `/opt/nodejs/node_modules`. */
function layerWith(name, { layers, runtime }) {
  const folders = [`nodejs/node${runtime.match(/\d+/)?.[0]}`, 'nodejs'];
  return folders
    .flatMap((folder) => layers.toReversed().map((layer) => join(layer, folder)))
    .find((folder) => existsSync(join(folder, 'node_modules', name)));
}

function isInside(path, folder) {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function notOfRuntime(name) {
  const why =
    name === 'aws-sdk'
      ? 'Lambda brings version 2 of the AWS SDK up to Node.js 16 alone; use @aws-sdk/client-…, or bundle it.'
      : "It is neither in the function's code nor in a layer, and Lambda does not bring it; bundle it.";
  return `Cannot find package '${name}'. ${why}`;
}

function notHere(name) {
  return `Cannot find package '${name}'. Lambda brings it, and here the app has to: npm i -D ${name}`;
}
