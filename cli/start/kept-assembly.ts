import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';

/** What the assembly of this repository's app is made of, besides Node and the environment. */
const SOURCES = ['bin', 'devices', 'lib', 'lambda', 'contract', 'tsconfig.json', 'package-lock.json'];
/** Where the CDK CLI finds the app and its settings: in the folder in which it is run. */
const CDK_FILES = ['cdk.json', 'cdk.context.json'];
/** Variables that the CDK and its CLI look at. */
const VARIABLES = /^(CDK_|AWS_(DEFAULT_)?REGION$|AWS_PROFILE$|NODE_OPTIONS$)/;
const UNFINISHED = 'unfinished-';
/** Milliseconds after which a folder that nobody has asked for is deleted. */
const KEPT_FOR = 7 * 24 * 3_600_000;
/** The same for what was interrupted. */
const UNFINISHED_FOR = 3_600_000;

/**
 * Where the assembly of the sources as they are now is kept, or belongs: another one once any of them changes.
 *
 * @param root the repository
 * @param how what else decides about it: the way it is synthesized, and the context values
 * @param project the folder whose `cdk.json` counts
 */
export function assemblyFolder(root: string, how: readonly string[], project = root): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, how, environment()]));
  const add = (folder: string) => (file: string) => hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  SOURCES.flatMap((source) => filesIn(root, source)).forEach(add(root));
  CDK_FILES.flatMap((file) => filesIn(project, file)).forEach(add(project));
  return join(cacheFolder(root), `assembly-${hash.digest('hex').slice(0, 24)}`);
}

/** When the files were changed that `assemblyFolder` looks into: a look at it costs little, and another one may mean another folder. */
export function sourcesVersion(root: string, project = root): string {
  const of = (folder: string) => (file: string) => {
    const found = statSync(join(folder, file), { throwIfNoEntry: false });
    return [file, found?.mtimeMs, found?.size];
  };
  const sources = SOURCES.flatMap((source) => filesIn(root, source)).map(of(root));
  return JSON.stringify([sources, CDK_FILES.flatMap((file) => filesIn(project, file)).map(of(project))]);
}

/** Below `node_modules`, where tools keep what can be made again. */
export function cacheFolder(root: string): string {
  return join(root, 'node_modules/.cache/cognito-iot-access');
}

/** Whether it is there already; then it is kept for another week. */
export function isKept(folder: string): boolean {
  if (!existsSync(folder)) return false;
  utimesSync(folder, new Date(), new Date());
  return true;
}

/**
 * Makes the folder, whole or not at all, whoever else makes it at the same time.
 *
 * @param make writes the assembly into an empty folder
 */
export async function keepAssembly(folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  const cache = join(folder, '..');
  mkdirSync(cache, { recursive: true });
  forgetOld(cache);
  const unfinished = mkdtempSync(join(cache, UNFINISHED));
  try {
    await make(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Of two that make it at once, the later one finds it made.
    if (!existsSync(folder)) throw error;
  }
}

function forgetOld(cache: string): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? {};
    const keptFor = name.startsWith(UNFINISHED) ? UNFINISHED_FOR : KEPT_FOR;
    if (mtimeMs !== undefined && mtimeMs < Date.now() - keptFor) rmSync(folder, { recursive: true, force: true });
  }
}

function environment(): [string, string | undefined][] {
  return Object.entries(process.env)
    .filter(([name]) => VARIABLES.test(name) && name !== 'CDK_VALIDATION')
    .sort(([one], [other]) => one.localeCompare(other));
}

function filesIn(root: string, source: string): string[] {
  const stat = statSync(join(root, source), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [source];
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .filter((file) => !file.includes('node_modules'))
    .sort();
}
