import { rmSync } from 'node:fs';

export interface Ending {
  /** Aborted when the command is to end. */
  readonly interrupt: AbortSignal;
  readonly atExit: {
    /** Has a folder deleted at the end. @returns the folder */
    remove(folder: string): string;
    run(): void;
  };
}

/** The first Ctrl-C stops everything in order; a second one ends the process at once, and leaves no folder either. */
export function listenForEnd(): Ending {
  const controller = new AbortController();
  let folders: string[] = [];
  const run = () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    folders = [];
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) return controller.abort();
      run();
      process.exit(130);
    });
  }
  // Whoever read our output has gone (`| head`): that ends us as Ctrl-C does, without a stack trace.
  process.stdout.on('error', () => controller.abort());
  const remove = (folder: string) => {
    folders.push(folder);
    return folder;
  };
  return { interrupt: controller.signal, atExit: { remove, run } };
}
