import { type CompleteDeviceAccess, deviceWord, type ShadowAction } from '../../../contract/device-access.js';
import { deviceVariables, directoryVariables } from '../../../contract/function-environment.js';

export interface DirectoryConfiguration {
  readonly tableName: string;
  /** Users of this pool are recorded; nobody else is served. */
  readonly userPoolId: string;
  /** Undefined: the stack has no devices. */
  readonly devices: DevicesConfiguration | undefined;
}

export interface DevicesConfiguration {
  readonly access: CompleteDeviceAccess;
  /** What the names of the users' own IoT policies begin with. */
  readonly policyPrefix: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks what a function with a directory reads besides. Throws an Error that says what is missing or wrong. */
export function readDirectoryConfiguration(environment: Environment): DirectoryConfiguration {
  const value = (name: string) => environment[name]?.trim() ?? '';
  const missing = (names: readonly string[]) => names.filter((name) => value(name) === '');
  const withDevices = missing(deviceVariables).length < deviceVariables.length;
  const unset = missing([...directoryVariables, ...(withDevices ? deviceVariables : [])]);
  if (unset.length > 0) throw new Error(`Missing environment variables: ${unset.join(', ')}. Deploy the stack again.`);
  return {
    tableName: matching(value('DIRECTORY_TABLE'), /^[\w.-]{3,255}$/, 'DIRECTORY_TABLE', 'the name of a DynamoDB table'),
    userPoolId: matching(value('USER_POOL_ID'), /^[\w-]+_[0-9a-zA-Z]+$/, 'USER_POOL_ID', 'the ID of a user pool'),
    devices: withDevices
      ? {
          access: readAccess(value('DEVICE_ACCESS')),
          policyPrefix: matching(
            value('DEVICE_POLICY_PREFIX'),
            /^[\w+=,.@-]{1,94}$/,
            'DEVICE_POLICY_PREFIX',
            'what names of IoT policies can begin with, up to 94 characters',
          ),
        }
      : undefined,
  };
}

function matching(given: string, pattern: RegExp, name: string, allowed: string): string {
  if (pattern.test(given)) return given;
  throw new Error(`${name} is "${given}". Give ${allowed}.`);
}

function readAccess(given: string): CompleteDeviceAccess {
  const access = (parseJson(given) ?? {}) as Partial<Record<keyof CompleteDeviceAccess, unknown>>;
  const patterns = (key: keyof CompleteDeviceAccess) =>
    listOf(access[key], `${key}" with ${deviceWord} in each`, (one) => one.includes(deviceWord));
  return {
    publish: patterns('publish'),
    subscribe: patterns('subscribe'),
    receive: patterns('receive'),
    retain: patterns('retain'),
    shadow: listOf(access.shadow, 'shadow" of get, update and delete', isShadowAction),
  };
}

function listOf<T extends string>(
  given: unknown,
  what: string,
  is: ((one: string) => one is T) | ((one: string) => boolean),
): T[] {
  if (Array.isArray(given) && given.every((one) => typeof one === 'string' && is(one))) return given;
  throw new Error(`DEVICE_ACCESS has no list "${what}.`);
}

function isShadowAction(one: string): one is ShadowAction {
  return one === 'get' || one === 'update' || one === 'delete';
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch (cause) {
    throw new Error('DEVICE_ACCESS is not JSON.', { cause });
  }
}
