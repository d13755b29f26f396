import { Command } from 'commander';
import { howToTrust } from './how-to-trust.js';

/** `cognito-iot sandbox trust`: says how clients come to trust the sandbox's TLS, and changes none of them. */
export function trustCommand(): Command {
  return new Command('trust')
    .description("Prints what each client needs to trust the sandbox's https and wss. It changes nothing by itself.")
    .option('--json', 'print {"caFile": …} and nothing else', false)
    .action(async (_options: object, command: Command) => {
      // `sandbox` has an option of that name, too, which takes it wherever it stands.
      const { json } = command.optsWithGlobals<{ readonly json: boolean }>();
      const { certificateAuthority } = await import('../../sandbox/index.js');
      try {
        const { caFile } = await certificateAuthority();
        process.stdout.write(json ? `${JSON.stringify({ caFile })}\n` : howToTrust(caFile));
      } catch (error) {
        process.stderr.write(
          `The certificate authority cannot be kept: ${(error as Error).message}. Set XDG_CACHE_HOME to a folder that you may write.\n`,
        );
        process.exitCode = 1;
      }
    });
}
