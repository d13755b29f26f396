import { Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { completeTopicAccess, type TopicAccess } from './topic-access.js';

/** IAM and IoT Core both replace it: https://docs.aws.amazon.com/iot/latest/developerguide/pub-sub-policy.html */
export const identityVariable = '${cognito-identity.amazonaws.com:sub}';

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
export function iamStatements(access: TopicAccess | undefined, scope: Construct): PolicyStatement[] {
  return grants(access, scope).map(({ actions, resources }) => new PolicyStatement({ actions, resources }));
}

/** The same grants as a document for AWS::IoT::Policy. */
export function iotPolicyDocument(access: TopicAccess | undefined, scope: Construct): IotPolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: grants(access, scope).map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    })),
  };
}

/** The same access in the words of a client; `clientId` is the first allowed one, with nothing in place of `*`. */
export function connectionTemplate(access?: TopicAccess): ConnectionTemplate {
  const { clientIds, publish, subscribe, receive } = completeTopicAccess(access);
  const [clientId = ''] = clientIds.map(withVariable);
  const topics = {
    publish: publish.map(withVariable),
    subscribe: subscribe.map(withVariable),
    receive: receive.map(withVariable),
  };
  return { clientId: clientId.replaceAll('*', ''), topics };
}

/** ARNs of every client that some signed-in user may connect as: identity IDs begin with the Region and a colon. */
export function connectionArns(access: TopicAccess | undefined, scope: Construct): string[] {
  const { clientIds } = completeTopicAccess(access);
  const prefixes = clientIds.map((pattern) => pattern.slice(0, pattern.indexOf('{identity}')));
  return [...new Set(prefixes)].map((prefix) => iotArn(scope, 'client', `${prefix}${Stack.of(scope).region}:*`));
}

interface Grant {
  readonly actions: string[];
  readonly resources: string[];
}

function grants(access: TopicAccess | undefined, scope: Construct): Grant[] {
  const { clientIds, publish, subscribe, receive } = completeTopicAccess(access);
  const arns = (type: IotResource, patterns: readonly string[]) =>
    [...new Set(patterns)].map((pattern) => iotArn(scope, type, withVariable(pattern)));
  const all = [
    { actions: ['iot:Connect'], resources: arns('client', clientIds) },
    ...topicGrants(publish, receive, (patterns) => arns('topic', patterns)),
    { actions: ['iot:Subscribe'], resources: arns('topicfilter', subscribe) },
  ];
  return all.filter(({ resources }) => resources.length > 0);
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

type IotResource = 'client' | 'topic' | 'topicfilter';

/** Joined, never `Fn::Sub`, which would take the policy variable for one of its own. */
function iotArn(scope: Construct, type: IotResource, name: string): string {
  const { partition, region, account } = Stack.of(scope);
  return Fn.join('', ['arn:', partition, ':iot:', region, ':', account, `:${type}/`, name]);
}

function withVariable(pattern: string): string {
  return pattern.replaceAll('{identity}', identityVariable);
}
