import type { StackResources } from '../template/stack-resources.js';
import type { Door } from './access-report.js';
import { isTrue } from './principals.js';
import type { ResourceNames } from './resource-names.js';

type Properties = Readonly<Record<string, unknown>>;

/** What makes the claims and tags of somebody who signs in, by which roles and policies go. */
export function claimDoors(resources: StackResources, names: ResourceNames): Door[] {
  return names.named([...triggers(resources), ...members(resources), ...principalTags(resources)]);
}

/** A function that may confirm users, answer challenges, and make claims and groups. */
function triggers(resources: StackResources): Door[] {
  return resources.ofType('AWS::Cognito::UserPool').flatMap((pool) => {
    const configured = Object.entries((pool.property('LambdaConfig') ?? {}) as Properties);
    return configured.map(([trigger, to]) => {
      const { LambdaArn = to } = (typeof to === 'object' ? (to ?? {}) : {}) as Properties;
      // One trigger has two properties.
      const what = `${trigger.replace(/Config$/, '')} ${LambdaArn}`;
      return { code: 'trigger', where: pool.physicalId, what, opens: true };
    });
  });
}

function members(resources: StackResources): Door[] {
  return resources.ofType('AWS::Cognito::UserPoolUserToGroupAttachment').map((attachment) => {
    const { UserPoolId, Username, GroupName } = attachment.properties();
    return { code: 'group-member', where: String(UserPoolId), what: `${Username} in ${GroupName}`, opens: true };
  });
}

function principalTags(resources: StackResources): Door[] {
  return resources.ofType('AWS::Cognito::IdentityPoolPrincipalTag').flatMap((mapping) => {
    const { IdentityPoolId, IdentityProviderName, PrincipalTags, UseDefaults } = mapping.properties();
    const tags = isTrue(UseDefaults)
      ? ['those of AWS']
      : Object.entries((PrincipalTags ?? {}) as Properties).map(([tag, claim]) => `${tag} of claim ${claim}`);
    const where = String(IdentityPoolId);
    return tags.map((tag) => ({
      code: 'principal-tag',
      where,
      what: `${tag}, of ${IdentityProviderName}`,
      opens: true,
    }));
  });
}
