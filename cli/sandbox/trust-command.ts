import { Command } from 'commander';
import { CA_FOLDER } from './boot-options.js';
import { howToTrust } from './how-to-trust.js';

interface TrustOptions {
  readonly json: boolean;
  readonly caFolder: string | undefined;
}

/** `cognito-iot sandbox trust`: says how clients come to trust the sandbox's TLS, and changes none of them. */
export function trustCommand(): Command {
  return new Command('trust')
    .description("Prints what each client needs to trust the sandbox's https and wss. It changes nothing by itself.")
    .option('--ca-folder <folder>', CA_FOLDER)
    .option('--json', 'print {"caFile": …} and nothing else', false)
    .action(async (_options: object, command: Command) => {
      // `sandbox` has options of these names, too, which take them wherever they stand.
      const { json, caFolder } = command.optsWithGlobals<TrustOptions>();
      const { certificateAuthority } = await import('../../sandbox/index.js');
      try {
        const { caFile, replaced } = await certificateAuthority(caFolder);
        process.stdout.write(json ? `${JSON.stringify({ caFile })}\n` : howToTrust(caFile, replaced));
      } catch (error) {
        const { message } = error as Error;
        process.stderr.write(`The certificate authority cannot be kept: ${message}. Name a folder with --ca-folder.\n`);
        process.exitCode = 1;
      }
    });
}
