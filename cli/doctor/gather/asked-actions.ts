import { apiOf } from '../../deployment/api-of.js';
import type { Outputs } from '../../deployment/outputs.js';
import type { Asked } from '../asked.js';
import type { Action, Identity, Role } from '../facts.js';

/** Of whom, as what, what is asked. */
export interface Question {
  readonly role: Role;
  readonly identity: Identity;
  readonly asked: Asked;
  readonly outputs: Outputs;
}

export interface AskedAction {
  readonly action: Action;
  readonly resource: string;
}

/** What connecting takes, and what was asked for besides, with the ARNs that policies speak of. */
export function askedActions({ role, identity, asked, outputs }: Question): AskedAction[] {
  const [, partition, , , account] = role.arn.split(':');
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${outputs.Region}:${account}:${rest}`;
  const iot = (action: Action, kind: string, name: string | undefined): AskedAction[] =>
    name === undefined ? [] : [{ action, resource: arn('iot', `${kind}/${name}`) }];
  const api = apiOf(outputs.AttachPolicyUrl ?? '');
  return [
    // Guests have nothing to attach, and may not ask for it.
    ...(api === undefined || identity.logins.length === 0
      ? []
      : [
          {
            action: 'Invoke' as const,
            resource: arn('execute-api', `${api.restApiId}/${api.stageName}/POST/attach-policy`),
          },
        ]),
    ...iot('Connect', 'client', asked.clientId ?? identity.identityId),
    ...iot('Publish', 'topic', asked.publish),
    ...(asked.retain ? iot('RetainPublish', 'topic', asked.publish) : []),
    ...iot('Subscribe', 'topicfilter', asked.subscribe),
    // Of a filter with wildcards too: what covers its text covers the topics that it stands for.
    ...iot('Receive', 'topic', asked.subscribe),
  ];
}
