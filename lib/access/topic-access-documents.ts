import { Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ConnectionTemplate } from '../../contract/connection.js';
import { identityVariableOf } from '../identity-provider.js';
import { covers } from './pattern-overlap.js';
import type { CompleteTopicAccess } from './topic-access.js';
import { type ResourceGrant, type TopicGrant, topicGrants } from './topic-grants.js';
import { forClient, forIotPolicy, forRole } from './topic-pattern.js';

/** An IoT policy document, as AWS::IoT::Policy takes it. The ARNs hold tokens until synthesis. */
export interface IotPolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly { readonly Effect: 'Allow'; readonly Action: string[]; readonly Resource: string[] }[];
}

/** The statements of a role. An authenticated identity is held to these AND to its IoT policy. */
export function iamStatements(access: CompleteTopicAccess, scope: Construct): PolicyStatement[] {
  const variable = identityVariableOf(scope);
  return statements(topicGrants(access), scope, (pattern) => forRole(pattern, variable)).map(
    (statement) => new PolicyStatement(statement),
  );
}

/** What several accesses grant, as a document for AWS::IoT::Policy: each pattern once, and none that another covers. */
export function iotPolicyDocument(accesses: readonly CompleteTopicAccess[], scope: Construct): IotPolicyDocument {
  const variable = identityVariableOf(scope);
  const grants = withoutCovered(accesses.flatMap(topicGrants));
  return {
    Version: '2012-10-17',
    Statement: statements(grants, scope, (pattern) => forIotPolicy(pattern, variable)).map(
      ({ actions, resources }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resources,
      }),
    ),
  };
}

/** The same access in the words of a client; `clientId` is the first of an identity, with nothing in place of `*`. */
export function connectionTemplate(access: CompleteTopicAccess): ConnectionTemplate {
  const { clientIds, publish, subscribe, receive } = access;
  const clientId = clientIds.find((pattern) => pattern.includes('{identity}')) ?? '';
  const topics = {
    publish: publish.map(forClient),
    subscribe: subscribe.map(forClient),
    receive: receive.map(forClient),
  };
  return { clientId: forClient(clientId).replaceAll('*', ''), topics };
}

/** ARNs of every client that some signed-in user may connect as: identity IDs begin with the Region and a colon. */
export function connectionArns(accesses: readonly CompleteTopicAccess[], scope: Construct): string[] {
  const prefixes = accesses
    .flatMap(({ clientIds }) => clientIds)
    .filter((pattern) => pattern.includes('{identity}'))
    .map((pattern) => pattern.slice(0, pattern.indexOf('{identity}')));
  return [...new Set(prefixes)].map((prefix) => iotArn(scope, `client/${prefix}${Stack.of(scope).region}:*`));
}

function withoutCovered(grants: readonly TopicGrant[]): TopicGrant[] {
  return grants.filter(
    ({ action, pattern }, index) =>
      !grants.some(
        (other, at) =>
          at !== index &&
          other.action === action &&
          covers(other.pattern, pattern) &&
          // Of two that cover each other, the first stays.
          (at < index || !covers(pattern, other.pattern)),
      ),
  );
}

/** One statement for each set of actions, and each resource in one of them: an IoT policy has 2,048 characters and no
 * more. `render` writes the words of a pattern as the document at hand has them. */
export function statements(
  grants: readonly ResourceGrant[],
  scope: Construct,
  render: (pattern: string) => string,
): { actions: string[]; resources: string[] }[] {
  const actionsOf = new Map<string, Set<string>>();
  for (const { action, resource, pattern } of grants) {
    const name = `${resource}/${render(pattern)}`;
    actionsOf.set(name, (actionsOf.get(name) ?? new Set()).add(action));
  }
  const namesOf = new Map<string, string[]>();
  for (const [name, actions] of actionsOf) {
    const together = [...actions].sort().join();
    namesOf.set(together, [...(namesOf.get(together) ?? []), name]);
  }
  return [...namesOf].map(([actions, names]) => ({
    actions: actions.split(','),
    resources: names.map((name) => iotArn(scope, name)),
  }));
}

/** Joined, never `Fn::Sub`, which would take the policy variable for one of its own. */
function iotArn(scope: Construct, resource: string): string {
  const { partition, region, account } = Stack.of(scope);
  return Fn.join('', ['arn:', partition, ':iot:', region, ':', account, `:${resource}`]);
}
