import { Names, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SettingsError } from '../settings-error.js';

/** AWS IoT takes 128 letters for the name of a policy, and 34 come behind the prefix, with four to spare:
 * https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html */
const longestPrefix = 90;

/**
 * What the names of users' own IoT policies begin with, so that the right to grant ends there. No other policy's name
 * does: those that CloudFormation makes up have a logical ID behind the stack's name, which has eight letters of a
 * construct's address nowhere. It comes from the stack's name and the construct's place, so moving the construct leaves
 * the policies of before behind.
 *
 * Throws a SettingsError where it is too long.
 */
export function devicePolicyPrefix(scope: Construct): string {
  const stack = Stack.of(scope);
  const named = stack.nestedStackParent === undefined && !Token.isUnresolved(stack.stackName);
  const prefix = named
    ? `${stack.stackName}-${scope.node.addr.slice(-8)}-`
    : // The name of a nested stack is known to CloudFormation alone.
      `${Names.uniqueResourceName(scope, { maxLength: longestPrefix - 1, separator: '-' })}-`;
  if (prefix.length <= longestPrefix) return prefix;
  const what =
    `given "${stack.stackName}": the names of users' own IoT policies would begin with ${prefix.length} characters, ` +
    `and AWS IoT leaves room for ${longestPrefix}; with devices, use a name of up to ${longestPrefix - 10} characters`;
  throw new SettingsError([{ where: 'stackName', what }]);
}
