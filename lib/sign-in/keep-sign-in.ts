import { CfnResource, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * Applies the removal policy to everything of a scope without which users could not come back: pools with their app
 * clients, groups, providers, domain and role attachment, and the roles that Cognito identities act as. Not to what a
 * new stack makes again, such as the policies of these roles: until then they may do nothing.
 */
export function keepSignIn(scope: IConstruct, removalPolicy: RemovalPolicy): void {
  for (const construct of scope.node.findAll()) {
    if (CfnResource.isCfnResource(construct) && isNeeded(construct)) construct.applyRemovalPolicy(removalPolicy);
  }
}

/** Whoever takes the tags out takes from the roles the right to be assumed with tags: a mapping that stayed would then let
 * nobody in. */
const TAGS = 'AWS::Cognito::IdentityPoolPrincipalTag';
const OF_IAM = ['AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider'];

function isNeeded(resource: CfnResource): boolean {
  const { cfnResourceType: type } = resource;
  // Its own question, `isCfnRole`, came with a later CDK than the lowest one.
  if (type === CfnRole.CFN_RESOURCE_TYPE_NAME) return isOfIdentities(resource as CfnRole);
  return (type.startsWith('AWS::Cognito::') && type !== TAGS) || OF_IAM.includes(type);
}

/** Not a role of a function: that goes with the function. */
function isOfIdentities(role: CfnRole): boolean {
  return JSON.stringify(Stack.of(role).resolve(role.assumeRolePolicyDocument)).includes('"cognito-identity');
}
