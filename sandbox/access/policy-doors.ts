import { deniesAlone } from '../template/denies-alone.js';
import { partitionOf } from '../template/partition.js';
import type { Environment } from '../template/resource-type.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { Door } from './access-report.js';
import type { ResourceNames } from './resource-names.js';
import type { Right } from './right.js';
import { rightsOfDocument } from './rights-of-document.js';

/**
 * The policy of an API, which is a setting with one value. In one account its Allow does as well as a role's, so where
 * callers sign, each opens besides.
 */
export function policyDoors(
  policy: unknown,
  where: string,
  { environment, areSigned }: { readonly environment: Environment; readonly areSigned: boolean },
): Door[] {
  if (policy === undefined) return [];
  const { accountId, region } = environment;
  const own = [`AWS ${accountId}`, `AWS arn:${partitionOf(region).name}:iam::${accountId}:root`];
  const allowed = rightsOfDocument('', policy).filter(
    ({ effect, principal = '*' }) => areSigned && effect === 'Allow' && !own.includes(principal),
  );
  return [
    { code: 'api-policy', where, what: JSON.stringify(inOrder(policy)), opens: false },
    ...allowed.map((right) => ({
      code: 'api-policy-allows',
      where,
      what: `${right.principal} ${wordsOf(right)}`,
      opens: true,
    })),
  ];
}

function wordsOf({ action, exceptActions = [], resource, exceptResources = [], conditions = [] }: Right) {
  const but = [...exceptActions, ...exceptResources];
  return [
    `${action} on ${resource}`,
    ...(but.length === 0 ? [] : [`but ${but.join(', ')}`]),
    ...conditions.map(({ operator, key, values }) => `where ${operator} ${key} ${values.join(' or ')}`),
  ].join(' ');
}

/** Neither the order of keys nor that of statements changes what a policy says. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}

/** IoT policies that only deny: whom they lock out would be let in without them. */
export function denyingPolicyDoors(resources: StackResources, names: ResourceNames): Door[] {
  const denying = resources.ofType('AWS::IoT::Policy').flatMap(({ physicalId, property }) => {
    const document = property('PolicyDocument');
    if (!deniesAlone(document)) return [];
    const what = rightsOfDocument('', document).map((right) => `denies ${wordsOf(right)}`);
    return [{ code: 'denying-policy', where: physicalId, what: what.sort().join(', '), opens: false }];
  });
  return names.named(denying);
}

/** What refuses requests before an API, or a user pool, sees them. */
export function webAclDoors(resources: StackResources, names: ResourceNames): Door[] {
  const doors = resources.ofType('AWS::WAFv2::WebACLAssociation').map((association: StackResource) => ({
    code: 'web-acl',
    where: String(association.property('ResourceArn')),
    what: String(association.property('WebACLArn')),
    opens: false,
  }));
  return names.named(doors);
}
