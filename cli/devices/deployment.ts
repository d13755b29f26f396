import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { createDeviceGrants, type DeviceGrants, type DeviceGrantsConfiguration } from '../../grants/index.js';
import { DeploymentError } from './deployment-error.js';
import { type Outputs, sandboxAccess } from './sandbox-access.js';

/** Which deployment a command speaks of. */
export interface DeploymentOptions {
  /** File that `cdk deploy --outputs-file` has written. */
  readonly outputs: string;
  /** Name of the stack, if the file has several. */
  readonly stack: string | undefined;
  /** Address of a running sandbox, in place of AWS. */
  readonly sandbox: string | undefined;
}

/**
 * The grants of a deployed stack, with the credentials that the AWS SDK finds, or those of a sandbox.
 *
 * @throws DeploymentError
 */
export async function grantsOf(options: DeploymentOptions, log: (line: string) => void): Promise<DeviceGrants> {
  const { outputs, credentials, endpoint } =
    options.sandbox === undefined
      ? { outputs: outputsOfFile(options), credentials: undefined, endpoint: undefined }
      : await sandboxAccess(options.sandbox);
  const configuration = configurationOf(outputs);
  // Of the SDK's future versions, on each call: this command has its own version of it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
  const client = {
    ...(outputs.Region !== undefined && { region: outputs.Region }),
    maxAttempts: 8,
    ...(credentials && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
  };
  return createDeviceGrants({
    configuration,
    dynamodb: new DynamoDBClient(client),
    iot: new IoTClient(client),
    log,
  });
}

function configurationOf({ DeviceGrants: given }: Outputs): DeviceGrantsConfiguration {
  if (given !== undefined) return JSON.parse(given) as DeviceGrantsConfiguration;
  throw new DeploymentError(
    'the stack has no output DeviceGrants, so no devices can be granted in it; set "directory" and "devices" and deploy again',
  );
}

function outputsOfFile({ outputs: file, stack }: DeploymentOptions): Outputs {
  const stacks = stacksOf(file);
  const names = Object.keys(stacks);
  // Of several with devices none is taken by chance: a grant in the wrong one would be felt.
  const candidates = names.length === 1 ? names : names.filter((name) => stacks[name]?.DeviceGrants !== undefined);
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const found = stacks[stack ?? only ?? ''];
  if (found) return found;
  const none = stack === undefined ? '' : `, and none of ${stack}`;
  throw new DeploymentError(`${file} has the outputs of ${names.join(', ') || 'no stack'}${none}; name one by --stack`);
}

function stacksOf(file: string): Readonly<Record<string, Outputs>> {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null) throw new Error('it holds no stacks');
    return found as Record<string, Outputs>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const remedy =
      'write it by `cdk deploy --outputs-file cdk-outputs.json`, or name another by --outputs, or give --sandbox <url>';
    throw new DeploymentError(`the outputs of the stack cannot be read (${why}); ${remedy}`);
  }
}
