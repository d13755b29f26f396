import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cognitoIdentityProvider } from '../contract/cognito-identity.js';

/** How IAM names the identity pools of the stack's Region. A stack without a Region is for the partition `aws`. */
export function identityProviderOf(scope: Construct): string {
  const { region } = Stack.of(scope);
  return cognitoIdentityProvider(Token.isUnresolved(region) ? '' : region);
}

/**
 * Stands for the identity ID in the policies of the stack's Region. That the IoT policies of GovCloud have it as IAM's do
 * is not documented: whatever does not know a variable allows nothing by it.
 */
export function identityVariableOf(scope: Construct): string {
  return `\${${identityProviderOf(scope)}:sub}`;
}
