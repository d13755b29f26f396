import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the function's process looks for modules, as `runtime/module-places.mjs` takes it. */
export interface ModulePlaces {
  readonly codeFolder: string;
  /** The first one is the lowest. */
  readonly layers: readonly string[];
  readonly runtime: string;
  /** From where the AWS SDK is looked for, which Lambda brings. */
  readonly apps: readonly string[];
  /** Whether the code lies in an app that says `"type": "module"`, which is not deployed with it. */
  readonly isInModuleApp: boolean;
}

export interface LaidOutFunction {
  readonly codeFolder: string;
  readonly layerFolders: readonly string[];
  readonly runtime: string;
  /** Of the app that was synthesized, or below it. */
  readonly appFolder: string;
}

/** The places as Node.js knows them: without symbolic links. */
export function modulePlaces({ codeFolder, layerFolders, runtime, appFolder }: LaidOutFunction): ModulePlaces {
  const realFolder = realpathSync(codeFolder);
  return {
    codeFolder: realFolder,
    layers: layerFolders.map((folder) => realpathSync(folder)),
    runtime,
    // The app's own version first: it is what its developer tests with.
    apps: [appFolder, import.meta.dirname],
    isInModuleApp: saysModule(dirname(realFolder)),
  };
}

function saysModule(folder: string): boolean {
  const file = join(folder, 'package.json');
  const above = dirname(folder);
  if (!existsSync(file)) return above !== folder && saysModule(above);
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly type?: unknown }).type === 'module';
  } catch {
    return false;
  }
}
