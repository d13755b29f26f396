import { generatedName } from '../../template/resource-type.js';
import type { StackResources } from '../../template/stack-resources.js';
import {
  type IdentityPoolSettings,
  parseIdentityPool,
  parseRoleAttachment,
  parseUserPool,
  parseUserPoolClient,
  type RoleAttachmentSettings,
  type UserPoolClientSettings,
} from './cognito-resources.js';
import type { UserPoolSettings } from './user-pool-settings.js';

export function readUserPools(resources: StackResources): { userPoolId: string; settings: UserPoolSettings }[] {
  return resources.ofType('AWS::Cognito::UserPool').map(({ logicalId, physicalId, properties }) => ({
    userPoolId: physicalId,
    settings: parseUserPool(logicalId, properties()),
  }));
}

export function readUserPoolClients(
  resources: StackResources,
): { clientId: string; settings: UserPoolClientSettings }[] {
  return resources.ofType('AWS::Cognito::UserPoolClient').map(({ logicalId, physicalId, properties }) => ({
    clientId: physicalId,
    settings: parseUserPoolClient(logicalId, properties()),
  }));
}

export function readIdentityPools(
  resources: StackResources,
): { identityPoolId: string; settings: IdentityPoolSettings }[] {
  return resources.ofType('AWS::Cognito::IdentityPool').map(({ logicalId, physicalId, properties, environment }) => ({
    identityPoolId: physicalId,
    settings: withName(parseIdentityPool(logicalId, properties()), generatedName({ environment, logicalId }, 128)),
  }));
}

/** As CloudFormation gives one to a pool without. */
function withName(settings: IdentityPoolSettings, identityPoolName: string): IdentityPoolSettings {
  return { ...settings, identityPoolName: settings.identityPoolName ?? identityPoolName };
}

export function readRoleAttachments(resources: StackResources): RoleAttachmentSettings[] {
  return resources
    .ofType('AWS::Cognito::IdentityPoolRoleAttachment')
    .map(({ logicalId, properties }) => parseRoleAttachment(logicalId, properties()));
}
