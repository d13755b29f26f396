import type { PasswordPolicy } from '../../contract/password-policy.js';
import type { StackOutputs } from '../../contract/stack-outputs.js';

/** Everything that the page knows of where it runs. */
export interface PageConfiguration {
  readonly stackName: string;
  readonly outputs: StackOutputs;
  /** `http://127.0.0.1:<port>`; undefined for a stack on AWS. */
  readonly sandboxUrl: string | undefined;
  /** What passwords must have; undefined where only the user pool knows, which tells nobody without credentials. */
  readonly passwordPolicy: PasswordPolicy | undefined;
}

/** What the page is configured by did not answer, and may later. */
export class UnreachableConfigurationError extends Error {
  override readonly name = 'UnreachableConfigurationError';
  readonly address: string;
  constructor(address: string) {
    super(`${address} does not answer.`);
    this.address = address;
  }
}

/** The page cannot start; the message says what to do. */
class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads what `cdk deploy --outputs-file` writes.
 *
 * @throws UnreachableConfigurationError when nothing answers; ConfigurationError when it is not there, or is of another
 * stack
 */
export async function loadPageConfiguration(address = 'cdk-outputs.json'): Promise<PageConfiguration> {
  const response = await fetch(address, { cache: 'no-store' }).catch(() => undefined);
  if (response === undefined || response.status >= 500) {
    throw new UnreachableConfigurationError(new URL(address, location.href).href);
  }
  const stacks: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !isRecord(stacks)) {
    throw new ConfigurationError(
      `${address} is missing beside this page. "npm start" serves the one of the sandbox, "npm run deploy" writes the one of your stack.`,
    );
  }
  const found = Object.entries(stacks).find(([, outputs]) => isRecord(outputs) && 'AttachPolicyUrl' in outputs);
  if (found === undefined) throw new ConfigurationError(`No stack in ${address} has the output AttachPolicyUrl.`);
  const [stackName, outputs] = found as [string, StackOutputs];
  const sandboxUrl = sandboxOf(outputs.AttachPolicyUrl);
  const passwordPolicy = sandboxUrl === undefined ? undefined : await askPasswordPolicy(sandboxUrl, outputs.UserPoolId);
  return { stackName, outputs, sandboxUrl, passwordPolicy };
}

/** The page can do without. */
async function askPasswordPolicy(sandboxUrl: string, userPoolId: string): Promise<PasswordPolicy | undefined> {
  const response = await fetch(`${sandboxUrl}/_sandbox/password-policies`).catch(() => undefined);
  const policies = (await response?.json().catch(() => undefined)) as Record<string, PasswordPolicy> | undefined;
  return response?.ok ? policies?.[userPoolId] : undefined;
}

/** Only the sandbox answers on loopback, and there everything has one address. */
function sandboxOf(attachPolicyUrl: string): string | undefined {
  const { protocol, hostname, origin } = new URL(attachPolicyUrl);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? origin : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
