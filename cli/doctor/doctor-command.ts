import type { Command } from 'commander';
import { deploymentCommand } from '../deployment/deployment-command.js';
import type { DoctorOptions } from './doctor-options.js';

/** `cognito-iot doctor`: why a user can or cannot connect. */
export function doctorCommand(): Command {
  return deploymentCommand('doctor', 'Says why a user can or cannot connect, publish and subscribe. Changes nothing.')
    .option('--user <name>', 'a user of the user pool, by name, sub or e-mail; the directory knows the identities')
    .option('--identity <id>', 'a Cognito identity, as us-east-1:…; the directory knows the user')
    .option('--publish <topic>', 'whether this may be published to')
    .option('--retain', 'whether a message may be retained there', false)
    .option('--subscribe <filter>', 'whether this may be subscribed to, and what comes is delivered')
    .option('--client-id <id>', 'to connect with (default: the identity ID)')
    .option('--origin <origin>', 'of the page that calls the API, as https://app.example.com')
    .addHelpText('after', HELP)
    .action(async (options: DoctorOptions, command: Command) => {
      if (options.retain && options.publish === undefined) command.error('error: --retain takes --publish <topic>');
      // Only now: the AWS SDK takes a while, which nobody waits for who asks for help.
      const { runDoctor } = await import('./run-doctor.js');
      process.exitCode = await runDoctor(options);
    });
}

const HELP = `
Looks, in this order, at the outputs, the IoT endpoint, the clock, the API's CORS headers on a refusal, its stage and
function, revocation, the user, the identity and its pool, the role with its trust policy and groups, the attached IoT
policies, the role's rights (policy simulation), the rights by IoT policies (TestAuthorization), and the connection
of this moment. The first fault is the verdict, with its remedy. Without --user and --identity it looks at what all
users share. What you lack the right to ask is told as unknown, with the IAM action.

Examples:
  cognito-iot doctor --user ada@example.com
  cognito-iot doctor --identity us-east-1:460453c0-fef6-4fcb-a0a3-2fe95c434866 --publish 'users/ada/hello'
  cognito-iot doctor --user ada@example.com --subscribe 'rooms/1/#' --client-id ada-phone
  cognito-iot doctor --stack CognitoIotAccess --origin https://app.example.com --json

Exit codes:
  0  nothing stands in the way, as far as could be looked at
  1  something does, or the doctor could not begin
  2  wrong usage

Rights (IAM actions; all of them read):
  apigateway:GET, cloudformation:DescribeStacks, cloudformation:ListStackResources, cognito-identity:DescribeIdentity,
  cognito-identity:DescribeIdentityPool, cognito-identity:GetIdentityPoolRoles, cognito-idp:AdminGetUser,
  cognito-idp:AdminListGroupsForUser, cognito-idp:DescribeUserPool, dynamodb:GetItem, dynamodb:Query, iam:GetRole,
  iam:SimulatePrincipalPolicy, iot:DescribeEndpoint, iot:GetConnection, iot:ListAttachedPolicies,
  iot:ListSubscriptions, iot:TestAuthorization, lambda:GetFunction, logs:FilterLogEvents
`;
