import { dirname, resolve } from 'node:path';

/** Imports of these files become imports of these packages. */
export function otherPackages(packageOf) {
  return {
    name: 'other-packages',
    resolveId(specifier, importer) {
      if (!importer || !specifier.startsWith('.')) return undefined;
      const file = resolve(dirname(importer), specifier).replace(/\.js$/, '.ts');
      return packageOf[file] && { id: packageOf[file], external: true };
    },
  };
}
