import type { Change, DeviceGrants, Grant } from '../../grants/index.js';
import { runCommand } from '../output/run-command.js';
import type { DeviceCommandOptions, DeviceTask } from './device-options.js';
import { grantsOf } from './grants-of.js';
import { type ToldChange, toldAudit, toldChange } from './told-changes.js';

/** What a command has found or done: for programs, and a line each for people, besides the changes. */
interface Told {
  readonly json: unknown;
  readonly lines: readonly string[];
}

type Given = readonly (string | readonly string[] | undefined)[];
type Task = (grants: DeviceGrants, given: Given, options: DeviceCommandOptions) => Promise<Told>;

/** By the name of the command. */
const tasks: Readonly<Record<DeviceTask, Task>> = {
  grant: (grants, given, options) => eachOf(given, options, 'granted', grants.grant),
  ungrant: (grants, given, options) => eachOf(given, options, 'revoked', grants.revoke),
  async ungrantEverybody(grants, [device], options) {
    const changes = await grants.revokeFromAll(String(device), options);
    if (changes.length === 0) return { json: changes, lines: [`${device}: nothing to do, nobody has it by name`] };
    return changesTold(changes, options, 'revoked');
  },
  async devices(grants, [user]) {
    const devices = await grants.devicesOf(String(user));
    const lines = devices.map((device) => (device === '*' ? '* (every device)' : device));
    return { json: devices, lines: lines.length > 0 ? lines : [`${user} has no devices`] };
  },
  async usersOf(grants, [device]) {
    const users = await grants.usersOf(String(device));
    const lines = users.map(({ user, allDevices }) => (allDevices ? `${user} (every device)` : user));
    return { json: users, lines: lines.length > 0 ? lines : [`nobody may reach ${device}`] };
  },
  async repair(grants, [user]) {
    const repaired = await grants.repair(user as string | undefined);
    const lines = repaired.map((policyName) => `${policyName}: repaired`);
    return { json: { repaired }, lines: lines.length > 0 ? lines : ['every policy was what it should be'] };
  },
};

/** @returns the exit code: 1 where something was refused or failed */
export function runDeviceTask(name: DeviceTask, given: Given, options: DeviceCommandOptions): Promise<number> {
  return runCommand(options, async (output) => {
    // As each is done: of several, one may fail, and whoever gave them knows which were not.
    const audit = (line: string) => {
      if (options.json || !process.stderr.isTTY) output.note(line);
      const told = toldAudit(line);
      if (told !== undefined) output.line(told);
    };
    const { json, lines } = await tasks[name](await grantsOf(options, audit), given, options);
    output.value(json);
    lines.forEach(output.line);
    return 0;
  });
}

async function eachOf(
  [user, devices]: Given,
  options: DeviceCommandOptions,
  what: ToldChange['what'],
  change: (grant: Grant, options: DeviceCommandOptions) => Promise<Change>,
): Promise<Told> {
  const of = { user: String(user) };
  const named = ((devices ?? []) as readonly string[]).map((device) => ({ ...of, device }));
  const changes: Change[] = [];
  for (const grant of options.allDevices ? [{ ...of, allDevices: true }] : named) {
    changes.push(await change(grant, options));
  }
  return changesTold(changes, options, what);
}

/** What is done is told as it is done; what is only planned is told here. */
function changesTold(changes: readonly Change[], options: DeviceCommandOptions, what: ToldChange['what']): Told {
  const { dryRun = false } = options;
  const planned = dryRun ? changes : [];
  const lines = planned.map((one) => toldChange({ ...one, what, identities: one.identityIds.length, dryRun }));
  return { json: changes, lines };
}
