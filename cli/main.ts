import { Command, CommanderError } from 'commander';
import { accessCommand } from './access/access-command.js';
import { backfillCommand } from './backfill/backfill-command.js';
import { changesCommand } from './changes/changes-command.js';
import { conformanceCommand } from './conformance/conformance-command.js';
import { detachAllCommand } from './detach-all/detach-all-command.js';
import { deviceCommands } from './devices/device-commands.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { revokeCommands } from './revoking/revoke-commands.js';
import { sandboxCommand } from './sandbox/sandbox-command.js';
import { statusCommand } from './status/status-command.js';
import { sweepCommand } from './sweep/sweep-command.js';
import { tailCommand } from './tail/tail-command.js';
import { usersCommand } from './users/users-command.js';
import { verifyCommand } from './verify/verify-command.js';

const WRONG_USAGE = 2;

/** Every command there is. */
export function createProgram(version: string): Command {
  const program = new Command('cognito-iot')
    .description(
      'Amazon Cognito identities on AWS IoT Core: try a stack on your own machine, see who may do what and what an update changes, verify a deployed stack, find out why a user cannot connect, lock users out, and grant devices.',
    )
    .version(version);
  const commands = [
    sandboxCommand(),
    accessCommand(),
    changesCommand(),
    verifyCommand(),
    conformanceCommand(),
    backfillCommand(),
    sweepCommand(),
    detachAllCommand(),
    doctorCommand(),
    statusCommand(),
    usersCommand(),
    tailCommand(),
    ...deviceCommands(),
    ...revokeCommands(),
  ];
  for (const command of commands) program.addCommand(command);
  return program;
}

/** Runs the command line `cognito-iot`; the exit code is 0 for done, 1 for no, 2 for wrong usage. */
export async function main(argv: readonly string[], version: string): Promise<void> {
  const program = createProgram(version);
  overrideExits(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has said what was wrong, or what was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  }
}

/** A subcommand's, too. */
function overrideExits(command: Command): void {
  command.exitOverride();
  for (const one of command.commands) overrideExits(one);
}
