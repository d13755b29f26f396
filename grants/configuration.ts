import type { DeviceGrantsConfiguration } from '../contract/device-grants-configuration.js';
import { GrantError } from './grant-error.js';

const TEXTS = ['tableName', 'userPoolId', 'policyPrefix', 'partition'] as const;
const LISTS = ['publish', 'subscribe', 'receive', 'retain', 'shadow'] as const;

/** What `access.grantDeviceGrants(fn)` gave a function to know. @throws GrantError `NotConfigured` */
export function readConfiguration(given: string | undefined): DeviceGrantsConfiguration {
  const remedy =
    'call access.grantDeviceGrants(fn) in the CDK app, or give "configuration": the stack’s output DeviceGrants';
  if (given === undefined) throw new GrantError('NotConfigured', `the variable DEVICE_GRANTS is not set; ${remedy}`);
  const configuration = parsed(given) as DeviceGrantsConfiguration | undefined;
  const lacks =
    TEXTS.find((name) => typeof configuration?.[name] !== 'string') ??
    LISTS.find((name) => !Array.isArray(configuration?.access?.[name]));
  if (configuration && lacks === undefined) return configuration;
  throw new GrantError('NotConfigured', `the variable DEVICE_GRANTS has no ${lacks ?? 'JSON'} in it; ${remedy}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
