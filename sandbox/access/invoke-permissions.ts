import { partitionOf } from '../template/partition.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { ResourceNames } from './resource-names.js';
import type { Right, RightCondition } from './right.js';

/** The resource policy of a function: what its `AWS::Lambda::Permission`s let in. */
export function invokePermissions(lambda: StackResource, resources: StackResources, names: ResourceNames): Right[] {
  return resources.ofType('AWS::Lambda::Permission').flatMap((permission) => {
    const properties = permission.properties();
    if (!isOf(lambda, String(properties.FunctionName))) return [];
    const principal = String(properties.Principal);
    const conditions = CONDITIONS.flatMap(([property, operator, key]): RightCondition[] =>
      properties[property] === undefined ? [] : [{ operator, key, values: [String(properties[property])] }],
    );
    const right: Right = {
      effect: 'Allow',
      principal: principal === '*' ? '*' : `${principal.includes('.') ? 'Service' : 'AWS'} ${principal}`,
      action: String(properties.Action),
      resource: '*',
      ...(conditions.length > 0 ? { conditions } : {}),
      document: `permission ${names.of(permission)}`,
      statement: '#1',
    };
    return [names.named(right)];
  });
}

/** What narrows a permission, and the condition that Lambda makes of it. */
const CONDITIONS = [
  ['SourceArn', 'ArnLike', 'aws:sourcearn'],
  ['SourceAccount', 'StringEquals', 'aws:sourceaccount'],
  ['PrincipalOrgID', 'StringEquals', 'aws:principalorgid'],
  ['FunctionUrlAuthType', 'StringEquals', 'lambda:functionurlauthtype'],
  ['InvokedViaFunctionUrl', 'Bool', 'lambda:invokedviafunctionurl'],
  ['EventSourceToken', 'StringEquals', 'lambda:eventsourcetoken'],
] as const;

/** Name, ARN or partial ARN, with or without a version or an alias. */
function isOf({ environment: { region, accountId }, physicalId }: StackResource, named: string): boolean {
  const partial = `${accountId}:function:${physicalId}`;
  const whole = [physicalId, partial, `arn:${partitionOf(region).name}:lambda:${region}:${partial}`];
  return whole.some((one) => named === one || named.startsWith(`${one}:`));
}
