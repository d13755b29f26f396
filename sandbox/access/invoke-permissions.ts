import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { ResourceNames } from './resource-names.js';
import type { Right, RightCondition } from './right.js';

/** The resource policy of a function: what its `AWS::Lambda::Permission`s let in. */
export function invokePermissions(lambda: StackResource, resources: StackResources, names: ResourceNames): Right[] {
  const arn = functionArn(lambda);
  return resources.ofType('AWS::Lambda::Permission').flatMap((permission) => {
    const properties = permission.properties();
    const named = String(properties.FunctionName);
    if (named !== lambda.physicalId && named !== arn && !named.startsWith(`${arn}:`)) return [];
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
  ['EventSourceToken', 'StringEquals', 'lambda:eventsourcetoken'],
] as const;

function functionArn({ environment: { region, accountId }, physicalId }: StackResource): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${physicalId}`;
}
