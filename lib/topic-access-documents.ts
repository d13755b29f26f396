import { Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { completeTopicAccess, type TopicAccess, type TopicAccessContext } from './topic-access.js';
import { forClient, forIotPolicy, forRole } from './topic-pattern.js';

/** What the attach-policy function tells a caller about connecting, once it has filled in the identity ID. */
export interface ConnectionTemplate {
  readonly clientId: string;
  readonly topics: {
    readonly publish: readonly string[];
    readonly subscribe: readonly string[];
    readonly receive: readonly string[];
  };
}

/** An IoT policy document, as AWS::IoT::Policy takes it. The ARNs hold tokens until synthesis. */
export interface IotPolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly { readonly Effect: 'Allow'; readonly Action: string[]; readonly Resource: string[] }[];
}

/** The statements of the signed-in users' role. An authenticated identity is held to these AND to its IoT policy. */
export function iamStatements(
  access: TopicAccess | undefined,
  scope: Construct,
  context?: TopicAccessContext,
): PolicyStatement[] {
  return grants(access, scope, context, forRole).map((grant) => new PolicyStatement(grant));
}

/** The same grants as a document for AWS::IoT::Policy. */
export function iotPolicyDocument(
  access: TopicAccess | undefined,
  scope: Construct,
  context?: TopicAccessContext,
): IotPolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: grants(access, scope, context, forIotPolicy).map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    })),
  };
}

/** The same access in the words of a client; `clientId` is the first of an identity, with nothing in place of `*`. */
export function connectionTemplate(access?: TopicAccess, context?: TopicAccessContext): ConnectionTemplate {
  const { clientIds, publish, subscribe, receive } = completeTopicAccess(access, context);
  const clientId = clientIds.find((pattern) => pattern.includes('{identity}')) ?? '';
  const topics = {
    publish: publish.map(forClient),
    subscribe: subscribe.map(forClient),
    receive: receive.map(forClient),
  };
  return { clientId: forClient(clientId).replaceAll('*', ''), topics };
}

/** ARNs of every client that some signed-in user may connect as: identity IDs begin with the Region and a colon. */
export function connectionArns(
  accesses: readonly (TopicAccess | undefined)[],
  scope: Construct,
  context?: TopicAccessContext,
): string[] {
  const prefixes = accesses
    .flatMap((access) => completeTopicAccess(access, context).clientIds)
    .filter((pattern) => pattern.includes('{identity}'))
    .map((pattern) => pattern.slice(0, pattern.indexOf('{identity}')));
  return [...new Set(prefixes)].map((prefix) => iotArn(scope, 'client', `${prefix}${Stack.of(scope).region}:*`));
}

interface Grant {
  readonly actions: string[];
  readonly resources: string[];
}

/** `render` writes the words of a pattern as the document at hand has them. */
function grants(
  access: TopicAccess | undefined,
  scope: Construct,
  context: TopicAccessContext | undefined,
  render: (pattern: string) => string,
): Grant[] {
  const { clientIds, publish, subscribe, receive, retain, shadows } = completeTopicAccess(access, context);
  const arns = (type: IotResource, patterns: readonly string[]) =>
    [...new Set(patterns.map(render))].map((name) => iotArn(scope, type, name));
  const topics = shadowTopics(shadows);
  const all = [
    { actions: ['iot:Connect'], resources: arns('client', clientIds) },
    ...topicGrants([...publish, ...topics.publish], [...receive, ...topics.receive], (names) => arns('topic', names)),
    { actions: ['iot:Subscribe'], resources: arns('topicfilter', [...subscribe, ...topics.receive]) },
    { actions: ['iot:RetainPublish'], resources: arns('topic', retain) },
    { actions: shadowActions, resources: arns('thing', shadows) },
  ];
  return all.filter(({ resources }) => resources.length > 0);
}

const shadowActions = ['iot:DeleteThingShadow', 'iot:GetThingShadow', 'iot:UpdateThingShadow'];

/**
 * Reserved topics of the classic and of the named shadows. Requests end in their verb, so nobody may publish what only
 * AWS IoT publishes, such as `…/update/accepted`; `*` is nothing, or `name/<shadow>/`.
 * https://docs.aws.amazon.com/iot/latest/developerguide/reserved-topics.html#reserved-topics-shadow
 */
function shadowTopics(things: readonly string[]): { publish: string[]; receive: string[] } {
  const under = (thing: string, rest: string) => `$aws/things/${thing}/shadow/${rest}`;
  return {
    publish: things.flatMap((thing) => ['*delete', '*get', '*update'].map((verb) => under(thing, verb))),
    receive: things.map((thing) => under(thing, '*')),
  };
}

/** One statement where both lists are the same: an IoT policy has 2,048 characters and no more. */
function topicGrants(
  publish: readonly string[],
  receive: readonly string[],
  arns: (patterns: readonly string[]) => string[],
): Grant[] {
  const same = [...publish].sort().join() === [...receive].sort().join();
  if (same) return [{ actions: ['iot:Publish', 'iot:Receive'], resources: arns(publish) }];
  return [
    { actions: ['iot:Publish'], resources: arns(publish) },
    { actions: ['iot:Receive'], resources: arns(receive) },
  ];
}

type IotResource = 'client' | 'topic' | 'topicfilter' | 'thing';

/** Joined, never `Fn::Sub`, which would take the policy variable for one of its own. */
function iotArn(scope: Construct, type: IotResource, name: string): string {
  const { partition, region, account } = Stack.of(scope);
  return Fn.join('', ['arn:', partition, ':iot:', region, ':', account, `:${type}/`, name]);
}
