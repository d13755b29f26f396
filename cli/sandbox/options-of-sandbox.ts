import { readAssembly, type SandboxOptions } from '../../sandbox/index.js';
import type { BootOptions } from './boot-options.js';

export function sandboxOptions(options: BootOptions, defaultPort: number): Omit<SandboxOptions, 'assembly'> {
  const { region, attachDelay, credentialsLifetime, data, seed, caFolder } = options;
  return {
    ...(region === undefined ? {} : { region }),
    attachDelay,
    credentialsLifetime,
    refusedSubscribe: options.suback ? 'suback' : 'close',
    quotas: options.quota,
    ...(options.concurrentExecutions === undefined ? {} : { concurrentExecutions: options.concurrentExecutions }),
    ...(options.emailsPerDay === undefined ? {} : { emailsPerDay: options.emailsPerDay }),
    failures: options.fail,
    parameters: options.parameter,
    ssm: options.ssm,
    attributes: options.attribute,
    outputs: options.output,
    secrets: options.secret,
    endpoints: options.endpoint,
    managedPolicies: options.managedPolicy,
    without: options.without,
    existing: options.existing.map((folder) => readAssembly(folder)),
    port: options.port ?? defaultPort,
    ...(data === undefined ? {} : { dataFolder: data }),
    ...(seed === undefined ? {} : { seed }),
    ...(caFolder === undefined ? {} : { caFolder }),
    ...(options.verbose ? { onLogLine: (line: string) => process.stderr.write(`${line}\n`) } : {}),
  };
}
