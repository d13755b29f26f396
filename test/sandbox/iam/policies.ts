import type { Verdict } from '../../../contract/decision.js';
import { evaluate } from '../../../sandbox/iam/evaluate.js';
import { parsePolicyDocument } from '../../../sandbox/iam/policy-document.js';

export const identityId = 'us-east-1:0f0e0d0c-0b0a-4909-8807-060504030201';
export const topic = (name: string) => `arn:aws:iot:us-east-1:111122223333:topic/${name}`;
export const filter = (name: string) => `arn:aws:iot:us-east-1:111122223333:topicfilter/${name}`;

/** A statement that allows `iot:Publish` on every topic, but for what is given. */
export function statement(elements: object = {}): object {
  return { Effect: 'Allow', Action: 'iot:Publish', Resource: topic('*'), ...elements };
}

export function parse(...statements: object[]) {
  return parsePolicyDocument('policy P', { Version: '2012-10-17', Statement: statements });
}

export interface Asked {
  readonly action?: string;
  readonly resource?: string;
  /** Condition keys and variables beside the identity's own. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** What these statements decide, by default for `iot:Publish` on `rooms/1`. */
export function decide(
  statements: readonly object[],
  { action = 'iot:Publish', resource = topic('rooms/1'), context = {} }: Asked = {},
): Verdict['effect'] {
  const variables = new Map(Object.entries({ 'cognito-identity.amazonaws.com:sub': [identityId], ...context }));
  return evaluate([parse(...statements)], { action, resource, context: variables }).effect;
}
