import { type Command, InvalidArgumentError, Option } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import type { TailOptions } from './tail-options.js';

/** `cognito-iot tail`: the logs of a stack as one, joined by identity, refusals first. */
export function tailCommand(): Command {
  return changingCommand('tail', "Shows the function's log, the API's and AWS IoT's own as one, refusals first.")
    .option('--user <name>', 'only what is about this user, by name, sub or e-mail')
    .option('--identity <id>', 'only what is about this Cognito identity')
    .option('--since <time>', 'how far back: 30s, 10m, 2h, 1d', timeBack, timeBack('10m'))
    .option('--follow', 'go on until Ctrl-C', false)
    .option('--refusals', 'only what was refused, or failed', false)
    .addOption(new Option('--enable-iot-logs', "turn on AWS IoT's own log, for the whole account").conflicts('follow'))
    .addOption(
      new Option('--disable-iot-logs', 'turn it off again').conflicts(['enableIotLogs', 'iotLogRole', 'follow']),
    )
    .option('--iot-log-role <arn>', 'the role by which AWS IoT writes (default: the one that it has)')
    .addOption(
      new Option('--iot-log-level <level>', 'ERROR writes refusals alone, INFO each packet that is allowed, too')
        .choices(['ERROR', 'WARN', 'INFO', 'DEBUG'])
        .default('ERROR'),
    )
    .addHelpText('after', HELP)
    .action(async (options: TailOptions) => {
      const { runTail } = await import('./run-tail.js');
      process.exitCode = await runTail(options);
    });
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeBack(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new InvalidArgumentError('This is a number with its unit: 30s, 10m, 2h, 1d.');
}

const HELP = `
Three logs, those of them that there are: the attach-policy function's, the API's access log (setting apiAccessLog),
and AWS IoT's own (AWSIotLogsV2). The function names the identity; lines of the API are joined to it by their request
and their sub, lines of AWS IoT by a client ID that begins with the identity ID. Of each reading refusals come first.
With --json each entry is a JSON object on a line.

AWS IoT's own log is one for the account and Region, with everybody's topics and client IDs in it. --enable-iot-logs
takes a role that trusts iot.amazonaws.com and has AWS's policy AWSIoTLogging (service-role/AWSIoTLogging).
CloudWatch Logs bills what it takes in and keeps: at ERROR a line for each refusal, at INFO one for each connect,
subscribe, publish and delivery besides, so as many as there are messages. --disable-iot-logs turns it off; the lines
stay until their retention ends (none by default: set one for the group AWSIotLogsV2).

Examples:
  cognito-iot tail --since 1h --refusals
  cognito-iot tail --user ada@example.com --follow
  cognito-iot tail --stack CognitoIotAccess --identity us-east-1:460453c0-fef6-4fcb-a0a3-2fe95c434866 --json
  cognito-iot tail --enable-iot-logs --iot-log-role arn:aws:iam::111122223333:role/IotLogging --dry-run
  cognito-iot tail --disable-iot-logs

Exit codes:
  0  done, also by Ctrl-C
  1  it could not be read, or changed
  2  wrong usage

Rights (IAM actions): cloudformation:DescribeStacks, cloudformation:ListStackResources, lambda:GetFunction,
  apigateway:GET, logs:FilterLogEvents; with --user cognito-idp:AdminGetUser, and dynamodb:Query where there is a
  directory; to turn AWS IoT's log on or off iot:GetV2LoggingOptions, iot:SetV2LoggingOptions, iam:PassRole
`;
