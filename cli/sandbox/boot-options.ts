import type { Command } from 'commander';
import type { Failure } from '../../sandbox/index.js';
import { collect, endpoint, executions, failure, namedValue, policyFile, quota, seconds } from './option-values.js';

/** How a sandbox is to be, whichever command boots it. */
export interface BootOptions {
  readonly port: number | undefined;
  readonly region: string | undefined;
  readonly stack: readonly string[];
  readonly existing: readonly string[];
  readonly data: string | undefined;
  readonly seed: string | undefined;
  readonly caFolder: string | undefined;
  readonly attachDelay: number;
  readonly credentialsLifetime: number;
  readonly quota: Readonly<Record<string, number>>;
  readonly concurrentExecutions: number | undefined;
  readonly emailsPerDay: number | undefined;
  readonly fail: Readonly<Record<string, Failure>>;
  readonly parameter: Readonly<Record<string, string>>;
  readonly ssm: Readonly<Record<string, string>>;
  readonly attribute: Readonly<Record<string, string>>;
  readonly output: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
  readonly managedPolicy: Readonly<Record<string, unknown>>;
  readonly endpoint: Readonly<Record<string, string>>;
  readonly without: readonly string[];
  readonly suback: boolean;
  readonly verbose: boolean;
}

/** Of `--ca-folder`. */
export const CA_FOLDER = 'folder of the certificate authority for https and wss (default: in your cache folder)';

export const DEFAULT_PORT = 8001;

/** All of them but `--port`, whose default is the command's. */
export function addBootOptions(command: Command): Command {
  return command
    .option(
      '--stack <name>',
      'boot this stack of the assembly and what it depends on, and no other (repeatable; * for any characters)',
      collect,
      [],
    )
    .option(
      '--region <name>',
      'Region of stacks that do not say theirs, or the one to boot of several (default: "us-east-1")',
    )
    .option('--existing <folder>', 'assembly of a stack whose pools this one uses (repeatable)', collect, [])
    .option('--data <folder>', 'keep users, identities and attachments in this folder')
    .option('--seed <file>', 'users, things and retained messages to begin with, as JSON')
    .option('--ca-folder <folder>', CA_FOLDER)
    .option('--attach-delay <seconds>', 'how long a new attachment or policy version takes to work', seconds, 0)
    .option('--credentials-lifetime <seconds>', 'how long credentials of the identity pool live', seconds, 3600)
    .option('--quota <operation=number>', 'calls a second: iot:AttachPolicy=15 (repeatable)', quota, {})
    .option(
      '--concurrent-executions <number>',
      "the account's quota of Lambda executions at once; a new account may have 10 (default: 1000)",
      executions,
    )
    .option(
      '--emails-per-day <number>',
      'e-mails that Cognito itself sends a day; AWS takes no other number (default: 50)',
      executions,
    )
    .option('--fail <operation=error[:rate]>', 'iot:AttachPolicy=ThrottlingException:0.3 (repeatable)', failure, {})
    .option(
      '--parameter <[stack:]name=value>',
      "value of a template's parameter that has no default, or instead of it (repeatable)",
      namedValue,
      {},
    )
    .option('--ssm <name=value>', "value in Systems Manager's Parameter Store (repeatable)", namedValue, {})
    .option(
      '--attribute <stack/resource.name=value>',
      'value of an attribute (or Ref) of a resource that is left out (repeatable)',
      namedValue,
      {},
    )
    .option(
      '--output <name=value>',
      'value of an output, where several resources fit: UserPoolId=us-east-1_AbC (repeatable)',
      namedValue,
      {},
    )
    .option(
      '--secret <name=value>',
      'value of a Secrets Manager secret that the template names (repeatable)',
      namedValue,
      {},
    )
    .option(
      '--managed-policy <arn=file>',
      'JSON document of a managed policy that a role carries and no template has (repeatable)',
      policyFile,
      {},
    )
    .option(
      '--endpoint <[service=]url>',
      'an emulator for what functions call: dynamodb=http://127.0.0.1:8000; without a service, for all that the sandbox does not emulate (repeatable)',
      endpoint,
      {},
    )
    .option(
      '--without <resource>',
      'boot without this web ACL association, by logical ID or type, and so without its refusals (repeatable)',
      collect,
      [],
    )
    .option('--suback', 'answer a refused SUBSCRIBE with SUBACK 0x80 instead of closing the connection', false)
    .option('--verbose', 'print what the functions log, on standard error', false);
}
