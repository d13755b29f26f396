import { createHash } from 'node:crypto';
import { partitionOf } from '../template/partition.js';
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
  'AWS::IAM::SAMLProvider': {
    physicalId: samlProviderArn,
    attributes: { Arn: samlProviderArn },
  },
  'AWS::IAM::Role': {
    physicalId: (context) => text(context.property('RoleName')) ?? generatedName(context, 64),
    attributes: {
      Arn: roleArn,
      RoleId: ({ environment, logicalId }) => roleId(environment, logicalId),
    },
  },
  'AWS::IAM::Policy': { physicalId: (context) => generatedName(context) },
  'AWS::IAM::ManagedPolicy': {
    physicalId: managedPolicyArn,
    attributes: { PolicyArn: managedPolicyArn, PolicyId: (context) => managedPolicyId(managedPolicyArn(context)) },
  },
  'AWS::IAM::RolePolicy': { physicalId: ({ property }) => `${property('PolicyName')}|${property('RoleName')}` },
};

/** The path stands between: `arn:aws:iam::…:role/team/Walker`. */
export function roleArn(role: Pick<ResourceContext, 'environment' | 'physicalId' | 'property'>): string {
  return `arn:${partitionOf(role.environment.region).name}:iam::${role.environment.accountId}:role${rolePath(role)}${role.physicalId}`;
}

type Named = Pick<ResourceContext, 'environment' | 'logicalId' | 'property'>;

export function managedPolicyName(context: Named): string {
  return text(context.property('ManagedPolicyName')) ?? generatedName(context, 128);
}

function managedPolicyArn(context: Named): string {
  return `arn:${partitionOf(context.environment.region).name}:iam::${context.environment.accountId}:policy${rolePath(context)}${managedPolicyName(context)}`;
}

/** `ANPA…`: the unique ID of a managed policy. */
export function managedPolicyId(arn: string): string {
  return `ANPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;
}

/** Of a role or a managed policy: `/team/`. */
export function rolePath({ property }: Pick<ResourceContext, 'property'>): string {
  return text(property('Path')) ?? '/';
}

/** `AROA…`: the unique ID of a role, which leads the session's `userId`. */
export function roleId(environment: Environment, logicalId: string): string {
  return `AROA${letters(environment, logicalId, 17).toUpperCase()}`;
}

/** The issuer without its scheme follows the slash. */
function samlProviderArn(context: ResourceContext): string {
  const { environment, property } = context;
  const name = text(property('Name')) ?? generatedName(context, 128);
  return `arn:${partitionOf(environment.region).name}:iam::${environment.accountId}:saml-provider/${name}`;
}

function oidcProviderArn({ environment, property }: ResourceContext): string {
  const issuer = String(property('Url')).replace(/^https?:\/\//, '');
  return `arn:${partitionOf(environment.region).name}:iam::${environment.accountId}:oidc-provider/${issuer}`;
}
