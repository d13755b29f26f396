import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeploymentError } from './deployment-error.js';
import type { DeploymentOptions } from './deployment-options.js';
import type { Outputs } from './outputs.js';
import { outputsOfFile } from './outputs-of-file.js';
import { outputsOfStack } from './outputs-of-stack.js';
import { sandboxAccess } from './sandbox-access.js';

/** Keys of an operator of the account; without a token where they are long-lived. */
export interface OperatorKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Given to the constructor of any client of the AWS SDK. */
export interface ClientConfig {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: OperatorKeys;
  readonly maxAttempts: number;
}

/** A deployed stack, or the one in a running sandbox, and the way to ask about it. */
export interface Deployment {
  readonly outputs: Outputs;
  /** Address of the sandbox; undefined: it is on AWS. */
  readonly sandbox: string | undefined;
  /** For any client of the AWS SDK, which finds the operator's credentials and the endpoint by it. */
  readonly clientConfig: ClientConfig;
  /** The operator's own keys, for what has no client in the SDK, as MQTT. Rejects as the SDK does where there are none. */
  readonly operatorKeys: () => Promise<OperatorKeys>;
  /** An output that the command cannot do without. @throws DeploymentError that says which setting gives it */
  readonly output: (name: keyof Outputs & string) => string;
}

/** Throttled calls are sent again by the SDK, later and later. */
const MAX_ATTEMPTS = 8;

/**
 * Finds out which deployment is meant: a sandbox that runs, a stack in a file of outputs, or one that CloudFormation
 * is asked for.
 *
 * @param mark the output by which the stack is known among others of the file
 * @throws DeploymentError
 */
export async function openDeployment(
  options: DeploymentOptions,
  mark: keyof Outputs & string = 'AttachPolicyUrl',
): Promise<Deployment> {
  // Of the SDK's future versions, on each call: this command has its own version of it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
  const { sandbox, profile, region } = options;
  if (sandbox !== undefined) {
    const { outputs, credentials, endpoint } = await sandboxAccess(sandbox);
    return deployment(outputs, sandbox, { ...regionOf(outputs), endpoint, credentials, maxAttempts: MAX_ATTEMPTS });
  }
  const asked: ClientConfig = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    maxAttempts: MAX_ATTEMPTS,
  };
  const outputs = outputsOfFile(options, mark) ?? (await outputsOfStack(options.stack ?? '', asked));
  return deployment(outputs, undefined, { ...regionOf(outputs), ...asked });
}

function deployment(outputs: Outputs, sandbox: string | undefined, clientConfig: ClientConfig): Deployment {
  return {
    outputs,
    sandbox,
    clientConfig,
    async operatorKeys() {
      const { accessKeyId, secretAccessKey, sessionToken } = await new CloudFormationClient(
        clientConfig,
      ).config.credentials();
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    },
    output(name) {
      const value = outputs[name];
      if (value !== undefined && value !== '') return value;
      throw new DeploymentError(`the stack has no output ${name}, which this command needs${remedyFor(name)}`);
    },
  };
}

function regionOf({ Region }: Outputs): { region?: string } {
  return Region === undefined ? {} : { region: Region };
}

/** Outputs that come with a setting. */
const SETTINGS: Readonly<Record<string, string>> = {
  DirectoryTable: 'set "directory" to true',
  DeviceGrants: 'set "directory" and "devices"',
  SignInDomain: 'configure a hosted sign-in ("signIn")',
};

function remedyFor(name: string): string {
  const setting = SETTINGS[name];
  return setting === undefined ? '; is it a stack with IotAccess, of this version?' : `; ${setting} and deploy again`;
}
