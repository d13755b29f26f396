import { Command, Option } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import { collect } from '../sandbox/option-values.js';
import type { ConformanceOptions } from './conformance-options.js';

/** `cognito-iot conformance`, and `conformance diff`: what AWS answers, and where the sandbox answers otherwise. */
export function conformanceCommand(): Command {
  return changingCommand(
    'conformance',
    "Asks AWS, or a sandbox, the questions on AWS's behaviour that this project rests on, and tells where the answers " +
      'differ from the recorded ones.',
  )
    .option('--only <id>', 'this question alone, or all whose ID begins so; may be repeated', collect, [])
    .option('--slow', "also those that take an hour on AWS; a sandbox's clock is moved, and put back", false)
    .option('--report <file>', 'write the answers into this file: it names no account, identity, key, token or host')
    .addHelpText('after', HELP)
    .action(async (options: ConformanceOptions, command: Command) => {
      const { runConformance } = await import('./run-conformance.js');
      process.exitCode = await runConformance(options, (why) => command.error(`error: ${why}`));
    })
    .addCommand(diffCommand());
}

function diffCommand(): Command {
  return new Command('diff')
    .description(
      "Tells where two reports part. With one report, the other is what the sandbox's was recorded to answer.",
    )
    .argument('<report>', 'a file that `conformance --report` has written')
    .argument('[other]', 'another one, to hold it against')
    .addOption(new Option('--json', 'print JSON and nothing else').default(false))
    .addHelpText('after', DIFF_HELP)
    .action(async (...[report, other, , command]: [string, string | undefined, object, Command]) => {
      const { runDiff } = await import('./run-diff.js');
      // The option of the same name of `conformance` would take it.
      process.exitCode = await runDiff(report, other, command.optsWithGlobals<{ json: boolean }>());
    });
}

const HELP = `
What it makes: throw-away users and their identities, IoT policies and things whose names begin with
cognito-iot-conformance-, attachments of these, and connections. Each is noted before it is made, and removed at
the end, after Ctrl-C too; what could not be removed is told with the command that does it. Users of the stack are
not touched, and their policies neither. AWS charges the calls and messages as it does those of an app.

A question that the stack or the account has no use for is not asked, and says why. On AWS a change of a policy may
take minutes to be felt, and so do the questions about that.

Examples:
  cognito-iot conformance --stack Backend --report aws.json     ask AWS, all that is quick
  cognito-iot conformance --stack Backend --slow                and what takes an hour
  cognito-iot conformance --sandbox http://127.0.0.1:8001 --slow
  cognito-iot conformance --stack Backend --only connect- --only attach-twice
  cognito-iot conformance --stack Backend --dry-run             which questions there are, and what they make

Exit codes:
  0  every answer is as it was recorded of the sandbox
  1  one differs, or failed, or something that was made is still there
  2  wrong usage

Rights that it needs, of an operator:
  cognito-idp:AdminCreateUser, AdminSetUserPassword, AdminDisableUser, AdminUserGlobalSignOut, AdminDeleteUser,
    DescribeUserPool
  cognito-identity:DescribeIdentity, DeleteIdentities
  iot:CreatePolicy, CreatePolicyVersion, ListPolicyVersions, DeletePolicyVersion, DeletePolicy, AttachPolicy,
    DetachPolicy, ListAttachedPolicies, ListTargetsForPolicy, ListPolicyPrincipals, GetEffectivePolicies,
    TestAuthorization, CreateThing, DeleteThing, AttachThingPrincipal, DetachThingPrincipal
  iot:Connect, Publish, RetainPublish, Subscribe, Receive, DeleteConnection, GetConnection, ListSubscriptions
  execute-api:Invoke, and cloudformation:DescribeStacks where no file of outputs is given`;

const DIFF_HELP = `
Examples:
  cognito-iot conformance diff aws.json                  what AWS answered, and the sandbox's recorded answers
  cognito-iot conformance diff aws-us.json aws-eu.json   two reports

Exit codes:
  0  the same, as far as both have asked
  1  they part, or one of them failed to ask
  2  wrong usage`;
