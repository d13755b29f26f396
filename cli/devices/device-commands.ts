import { Argument, Command } from 'commander';
import { changingCommand, deploymentCommand } from '../deployment/deployment-command.js';
import type { DeviceCommandOptions, DeviceTask } from './device-options.js';

/** `grant`, `ungrant`, `devices`, `users-of` and `grants repair`: who may reach which device of a deployed stack. */
export function deviceCommands(): Command[] {
  const user = () => new Argument('<user>', 'sub of the user in the user pool');
  return [
    changingCommand('grant', 'Lets a user reach devices; whoever has called already feels it as soon as AWS IoT does.')
      .addArgument(user())
      .argument('[devices...]', 'names of devices')
      .option('--all-devices', 'every device there is or will be: for staff')
      .hook('preAction', refuseUnclear)
      .action(running('grant')),
    changingCommand('ungrant', 'Takes devices from a user.')
      .addArgument(user())
      .argument('[devices...]', 'names of devices')
      .option('--all-devices', 'takes back the grant of every device; devices granted by name stay')
      .hook('preAction', refuseUnclear)
      .action(running('ungrant')),
    changingCommand('ungrant-everybody', 'Takes a device from everybody: before it is given away, or deleted.')
      .argument('<device>', 'name of the device')
      .action(running('ungrantEverybody')),
    deploymentCommand('devices', 'Lists the devices of a user; * is every device.')
      .addArgument(user())
      .action(running('devices')),
    deploymentCommand('users-of', 'Lists the users who may reach a device.')
      .argument('<device>', 'name of the device')
      .action(running('usersOf')),
    new Command('grants')
      .description('Looks after grants.')
      .addCommand(
        deploymentCommand('repair', 'Completes what was cut off, and mends policies that somebody else has changed.')
          .argument('[user]', 'sub of the user; left out: every user')
          .action(running('repair')),
      ),
  ];
}

/** Wrong usage, as a missing argument is. */
function refuseUnclear(command: Command): void {
  const [, devices = []] = command.processedArgs as [string, string[]?];
  const { allDevices = false } = command.opts<DeviceCommandOptions>();
  if (devices.length > 0 !== allDevices) return;
  command.error('error: name devices, or give --all-devices, and not both');
}

/** Loads the AWS SDK only now: nobody who asks for help waits for it. */
function running(task: DeviceTask) {
  return async (...given: unknown[]) => {
    const options = given.at(-2) as DeviceCommandOptions;
    const { runDeviceTask } = await import('./device-tasks.js');
    process.exitCode = await runDeviceTask(task, given.slice(0, -2) as (string | string[] | undefined)[], options);
  };
}
