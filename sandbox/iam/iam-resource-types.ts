import {
  type Environment,
  generatedName,
  letters,
  type ResourceContext,
  type ResourceTypes,
  text,
} from '../template/resource-type.js';

export const iamResourceTypes: ResourceTypes = {
  'AWS::IAM::OIDCProvider': {
    physicalId: (context) => oidcProviderArn(context),
    attributes: { Arn: (context) => oidcProviderArn(context) },
  },
  'AWS::IAM::Role': {
    physicalId: (context) => text(context.property('RoleName')) ?? generatedName(context, 64),
    attributes: {
      Arn: ({ environment, physicalId }) => `arn:aws:iam::${environment.accountId}:role/${physicalId}`,
      RoleId: ({ environment, logicalId }) => roleId(environment, logicalId),
    },
  },
  'AWS::IAM::Policy': { physicalId: (context) => generatedName(context) },
};

/** `AROA…`: the unique ID of a role, which leads the session's `userId`. */
export function roleId(environment: Environment, logicalId: string): string {
  return `AROA${letters(environment, logicalId, 17).toUpperCase()}`;
}

/** The issuer without its scheme follows the slash. */
function oidcProviderArn({ environment, property }: ResourceContext): string {
  const issuer = String(property('Url')).replace(/^https?:\/\//, '');
  return `arn:aws:iam::${environment.accountId}:oidc-provider/${issuer}`;
}
