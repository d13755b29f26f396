import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

/** What a package's `package.json` means for its bundle: everything that it does not depend on is bundled. */
export function readPackage(folder) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const installed = Object.keys({ ...dependencies, ...peerDependencies });
  return {
    external: (specifier) =>
      isBuiltin(specifier) || installed.some((name) => specifier === name || specifier.startsWith(`${name}/`)),
  };
}
