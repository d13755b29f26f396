import { Command, InvalidArgumentError } from 'commander';
import type { Failure } from '../service/operation-guard.js';

/** What `npm start` can be told. */
export interface StartOptions {
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number | undefined;
  readonly page: boolean;
  readonly pagePort: number;
  readonly region: string;
  readonly context: readonly string[];
  readonly assembly: string | undefined;
  readonly stack: string | undefined;
  readonly existing: readonly string[];
  readonly data: string | undefined;
  readonly attachDelay: number;
  readonly credentialsLifetime: number;
  readonly quota: Readonly<Record<string, number>>;
  readonly concurrentExecutions: number | undefined;
  readonly fail: Readonly<Record<string, Failure>>;
  readonly secret: Readonly<Record<string, string>>;
  readonly refusedSubscribe: 'close' | 'suback';
  readonly verbose: boolean;
}

/** Reads the command line; for a wrong one it prints what was wrong and exits with 1. */
export function parseOptions(argv: readonly string[]): StartOptions {
  const command = new Command('npm start --')
    .description('Boots the synthesized stack in a sandbox on this machine and walks a made-up user through it.')
    .option('--once', 'exit after the journey: 0 if every step did what it should, 1 otherwise', false)
    .option('--json', 'print one JSON object for each step and nothing else', false)
    .option('--port <number>', 'port of the sandbox (default: 8001; with --once: any free one)', port)
    .option('--page-port <number>', 'port of the demo page', port, 8000)
    .option('--no-page', 'leave the demo page out, as --once does')
    .option('--region <name>', 'Region the stack is imagined in', 'us-east-1')
    .option(
      '-c, --context <key=value>',
      "context for the synthesis, as for cdk (repeatable); iotAccess='{…}' is merged into cdk.json's",
      collect,
      [],
    )
    .option('--assembly <folder>', 'boot this cloud assembly (cdk.out) instead of synthesizing one')
    .option('--stack <name>', 'the stack to boot, if the assembly has several')
    .option('--existing <folder>', 'assembly of a stack whose pools this one uses (repeatable)', collect, [])
    .option('--data <folder>', 'keep users, identities and attachments in this folder')
    .option('--attach-delay <seconds>', 'how long a new attachment takes to work', positive, 0)
    .option('--credentials-lifetime <seconds>', 'how long credentials of the identity pool live', positive, 3600)
    .option('--quota <operation=number>', 'calls a second: iot:AttachPolicy=15 (repeatable)', quota, {})
    .option(
      '--concurrent-executions <number>',
      "the account's quota of Lambda executions at once; a new account may have 10 (default: 1000)",
      executions,
    )
    .option('--fail <operation=error[:rate]>', 'iot:AttachPolicy=ThrottlingException:0.3 (repeatable)', failure, {})
    .option(
      '--secret <name=value>',
      'value of a Secrets Manager secret that the template names (repeatable)',
      secret,
      {},
    )
    .option('--suback', 'answer a refused SUBSCRIBE with SUBACK 0x80 instead of closing the connection', false)
    .option('--verbose', 'print what the functions log, on standard error', false);
  const options = command.parse(argv, { from: 'user' }).opts();
  return { ...options, refusedSubscribe: options.suback ? 'suback' : 'close' } as unknown as StartOptions;
}

const OPERATION = /^[a-z-]+:\w+$/;

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text.trim() !== '') return value;
  throw new InvalidArgumentError('This is a number of seconds, 0 or more.');
}

function executions(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('This is a whole number, 1 or more.');
}

function collect(value: string, values: readonly string[]): string[] {
  return [...values, value];
}

function secret(text: string, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals > 0) return { ...secrets, [text.slice(0, equals)]: text.slice(equals + 1) };
  throw new InvalidArgumentError("Write it like prod/login='a value'.");
}

function quota(text: string, quotas: Readonly<Record<string, number>>): Record<string, number> {
  const [operation = '', number = ''] = text.split('=');
  if (OPERATION.test(operation) && number !== '' && Number(number) >= 0) {
    return { ...quotas, [operation]: Number(number) };
  }
  throw new InvalidArgumentError('Write it like iot:AttachPolicy=15.');
}

function failure(text: string, failures: Readonly<Record<string, Failure>>): Record<string, Failure> {
  const [operation = '', fault = ''] = text.split('=');
  const [code = '', rate = '1'] = fault.split(':');
  if (OPERATION.test(operation) && /^\w+$/.test(code) && Number(rate) >= 0 && Number(rate) <= 1) {
    return { ...failures, [operation]: { code, rate: Number(rate) } };
  }
  throw new InvalidArgumentError('Write it like iot:AttachPolicy=ThrottlingException:0.3.');
}
