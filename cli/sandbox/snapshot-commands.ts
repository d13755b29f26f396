import { Command } from 'commander';
import { DEFAULT_PORT } from './boot-options.js';

interface SnapshotOptions {
  readonly sandbox: string;
}

/** `cognito-iot sandbox snapshot` and `restore`: what a running sandbox remembers, as a file. */
export function snapshotCommands(): Command[] {
  const commands = [
    ['snapshot', 'Writes all that a running sandbox remembers into a file, for its owner alone: secrets are in it.'],
    ['restore', 'Puts what such a file holds in the place of all that a running sandbox remembers.'],
  ] as const;
  return commands.map(([name, what]) =>
    new Command(name)
      .description(what)
      .argument('<file>', 'a snapshot')
      .option('--sandbox <url>', 'the sandbox', `http://127.0.0.1:${DEFAULT_PORT}`)
      .action(async (file: string, { sandbox }: SnapshotOptions) => {
        const { saveSnapshot, restoreSnapshot } = await import('./snapshot-file.js');
        try {
          const told = await (name === 'snapshot' ? saveSnapshot : restoreSnapshot)(sandbox, file);
          process.stdout.write(`${told}\n`);
        } catch (error) {
          process.stderr.write(`${(error as Error).message}\n`);
          process.exitCode = 1;
        }
      }),
  );
}
