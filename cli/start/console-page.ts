import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In a clone of the repository the sandbox looks for its console here; the package has it built. */
const FOLDER = join(import.meta.dirname, '../../console');

/** Builds the sandbox's console from its sources, in the place of the one before. */
export async function buildConsole(): Promise<void> {
  // Only whoever wants the page waits for its tools to load.
  const { build } = await import('vite');
  const built = await build({
    configFile: join(FOLDER, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'silent',
    build: { write: false },
  });
  const files = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const page = files.find(({ fileName }) => fileName === 'index.html');
  if (page?.type !== 'asset') throw new Error('The build of the console gave no page.');
  // Others may be reading the one before.
  const next = join(FOLDER, `dist/index-${process.pid}.html`);
  mkdirSync(join(FOLDER, 'dist'), { recursive: true });
  writeFileSync(next, page.source);
  renameSync(next, join(FOLDER, 'dist/index.html'));
}
