import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type CompleteDeviceAccess, deviceWord } from '../../contract/device-access.js';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import { statements } from './topic-access-documents.js';
import { type ResourceGrant, shadowTopic } from './topic-grants.js';

/**
 * What the role of users has for devices, each pattern with `*` in the place of the device: the role is the same for
 * all, so it says what may be done with any device. It allows nothing by itself. The shared IoT policy has nothing of
 * it, and a user's own IoT policies name the devices that were granted to them.
 */
export function deviceGrants(access: CompleteDeviceAccess): ResourceGrant[] {
  const { publish, subscribe, receive, retain, shadow } = access;
  const grants = (action: string, resource: ResourceGrant['resource'], patterns: readonly string[]) =>
    patterns.map((pattern) => ({ action: `iot:${action}`, resource, pattern: forAnyDevice(pattern) }));
  const shadowTopics = shadow.length > 0 ? [anyShadowTopic] : [];
  return [
    ...grants('Publish', 'topic', publish),
    ...grants(
      'Publish',
      'topic',
      shadow.map((verb) => shadowTopic('*', `*${verb}`)),
    ),
    ...grants('Receive', 'topic', [...receive, ...shadowTopics]),
    ...grants('Subscribe', 'topicfilter', [...subscribe, ...shadowTopics]),
    ...grants('RetainPublish', 'topic', retain),
    ...shadow.flatMap((verb) => grants(`${verb.charAt(0).toUpperCase()}${verb.slice(1)}ThingShadow`, 'thing', ['*'])),
  ];
}

/** Topics of the shadows of any thing. */
export const anyShadowTopic = shadowTopic('*', '*');

export function forAnyDevice(pattern: string): string {
  return pattern.replaceAll(deviceWord, '*');
}

/** Adds the statements for devices to a role of users, and writes down why they hold wildcards. */
export function grantDeviceAccess(role: IRole, access: CompleteDeviceAccess, scope: Construct): void {
  const all = statements(deviceGrants(access), scope, (pattern) => pattern);
  for (const statement of all) role.addToPrincipalPolicy(new PolicyStatement(statement));
  acknowledgeWildcards(
    role,
    all.flatMap(({ resources }) => resources),
    "Any device stands in the role, which allows nothing alone; a user's own IoT policies name those granted.",
  );
}
