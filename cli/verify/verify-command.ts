import type { Command } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import { secondsOf, type VerifyOptions } from './verify-options.js';

/** `cognito-iot verify`: the smoke test after every `cdk deploy`. */
export function verifyCommand(): Command {
  return changingCommand(
    'verify',
    'Tries a deployed stack: a made-up user signs in, is attached, connects, publishes and receives, and is refused what ' +
      'nobody was allowed. Says before what it makes and what that costs, and removes all of it, also when it fails or is ' +
      'interrupted.',
  )
    .option(
      '--user <name>',
      'a user who is there, in place of made-up ones; the password comes by COGNITO_IOT_PASSWORD or on standard input',
    )
    .option(
      '--assembly <folder>',
      'the cloud assembly that was deployed: it says what guests may do, which AWS does not',
    )
    .option(
      '--patience <seconds>',
      'how long a new attachment may take to work (default: 480, as AWS caches policies that long; 20 in a sandbox)',
      secondsOf,
    )
    .addHelpText('after', MORE)
    .action(async (options: VerifyOptions) => {
      // Only now: nobody who asks for help waits for the AWS SDK.
      const { runVerify } = await import('./run-verify.js');
      process.exitCode = await runVerify(options);
    });
}

const MORE = `
Examples:
  cognito-iot verify                                   after cdk deploy --outputs-file cdk-outputs.json
  cognito-iot verify --stack Backend                   CloudFormation is asked for the outputs
  cognito-iot verify --assembly cdk.out                guests are tried, too
  cognito-iot verify --dry-run                         only says what it would make
  cognito-iot verify --sandbox http://127.0.0.1:8001   in a running sandbox
  echo "$PASSWORD" | cognito-iot verify --user ada@example.com

Steps end with a tick, a dash where a step cannot be tried here (with the reason), or a cross. Ctrl-C ends the walk and
removes what was made; a second one says what is left, and ends at once. A user with a second factor cannot be taken by
--user, since nobody here has the code; made-up users set up an authenticator where the pool requires one.

With --json, each line is an object: a plan first; then events (begin, removed, left) and the results of the steps, which
have "step"; at the end the verdict: {"verdict": "passed"}, "failed" or "interrupted".

Exit codes:
  0  every step went as it should, and all that was made is removed
  1  a step failed, it was interrupted, or something is left
  2  wrong usage

Rights of the operator (IAM actions):
  cloudformation:DescribeStacks (for --stack without a file)
  cognito-idp:DescribeUserPool, DescribeUserPoolClient, ListGroups, AdminCreateUser, AdminSetUserPassword,
    AdminAddUserToGroup, AdminDeleteUser; AdminInitiateAuth where the app client knows no other way
  cognito-identity:DescribeIdentityPool, GetIdentityPoolRoles, DeleteIdentities
  iot:ListAttachedPolicies, DetachPolicy, Connect, Publish
  with a directory: dynamodb:Query, DeleteItem
  with devices: dynamodb:GetItem, PutItem, UpdateItem; iot:CreatePolicy, CreatePolicyVersion, ListPolicyVersions,
    DeletePolicyVersion, DeletePolicy, AttachPolicy, CreateThing, DescribeThing, DeleteThing, Subscribe, Receive, DeleteThingShadow
`;
