import type { Change, DeviceGrants, Grant } from '../../grants/index.js';
import { DeploymentError, grantsOf } from './deployment.js';
import type { DeviceCommandOptions, DeviceTask } from './device-options.js';

/** What a command has found or done: for programs, and a line each for people. */
interface Told {
  readonly json: unknown;
  readonly lines: readonly string[];
}

type Given = readonly (string | readonly string[] | undefined)[];
type Task = (grants: DeviceGrants, given: Given, options: DeviceCommandOptions) => Promise<Told>;

/** By the name of the command. */
const tasks: Readonly<Record<DeviceTask, Task>> = {
  grant: (grants, given, options) => eachOf(given, options, 'granted', grants.grant),
  ungrant: (grants, given, options) => eachOf(given, options, 'taken back', grants.revoke),
  async ungrantEverybody(grants, [device], options) {
    return changesTold(await grants.revokeFromAll(String(device), options), options, 'taken back');
  },
  async devices(grants, [user]) {
    const devices = await grants.devicesOf(String(user));
    return { json: devices, lines: devices };
  },
  async usersOf(grants, [device]) {
    const users = await grants.usersOf(String(device));
    return { json: users, lines: users.map(({ user, allDevices }) => (allDevices ? `${user} (every device)` : user)) };
  },
  async repair(grants, [user]) {
    const repaired = await grants.repair(user as string | undefined);
    return { json: { repaired }, lines: repaired.length > 0 ? repaired : ['every policy was what it should be'] };
  },
};

/** @returns the exit code: 1 where something was refused or failed */
export async function runDeviceTask(name: DeviceTask, given: Given, options: DeviceCommandOptions): Promise<number> {
  const audit = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const { json, lines } = await tasks[name](await grantsOf(options, audit), given, options);
    process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : lines.map((line) => `${line}\n`).join(''));
    return 0;
  } catch (error) {
    const { code, message } = describe(error);
    if (options.json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    else process.stderr.write(`${code}: ${message}\n`);
    return 1;
  }
}

async function eachOf(
  [user, devices]: Given,
  options: DeviceCommandOptions,
  done: string,
  change: (grant: Grant, options: DeviceCommandOptions) => Promise<Change>,
): Promise<Told> {
  const of = { user: String(user) };
  const names = (devices ?? []) as readonly string[];
  if (names.length > 0 === (options.allDevices ?? false)) {
    throw new DeploymentError('name devices, or give --all-devices, and not both');
  }
  const grants = options.allDevices ? [{ ...of, allDevices: true }] : names.map((device) => ({ ...of, device }));
  const changes: Change[] = [];
  for (const grant of grants) changes.push(await change(grant, options));
  return changesTold(changes, options, done);
}

function changesTold(changes: readonly Change[], { dryRun }: DeviceCommandOptions, done: string): Told {
  const lines = changes.map(({ user, device, changed, policyName, identityIds }) => {
    const what = device === '*' ? 'every device' : device;
    if (!changed) return `${what}: nothing to do for ${user}`;
    const identities = `${identityIds.length} ${identityIds.length === 1 ? 'identity' : 'identities'}`;
    return `${what}: ${dryRun ? 'would be ' : ''}${done}, user ${user} (${identities}), policy ${policyName}`;
  });
  return { json: changes, lines: lines.length > 0 ? lines : ['nobody had it'] };
}

/** AWS's errors have names; what has none is told as it is. */
function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) };
  const code = (error as { readonly code?: unknown }).code;
  return { code: typeof code === 'string' ? code : error.name, message: error.message };
}
