import type { CompleteDeviceAccess } from '../contract/device-access.js';
import { type DeviceBase, deviceBases } from './device-bases.js';

/** An IoT policy document of a user's own. */
export interface DevicePolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly DeviceStatement[];
}

export interface DeviceStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: readonly string[];
}

/** Characters without white space: https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html */
export const LONGEST_POLICY = 2048;

/**
 * The document of one of a user's own policies: it pins the devices that it names, and the role says what may be done
 * with a device, so the two together are the access.
 *
 * To be short, a pattern covers more than it means. Region and account are `*`, as every principal of the policy is of
 * its own, and `topic*` is `topic` and `topicfilter`. But `*` spans levels and colons: `topic*` before
 * `/devices/B/` is `topic/devices/A`, too. So each document denies whatever holds a base once more behind one at its
 * beginning: then a pattern covers only what begins with its base and its device, whatever the role and other policies
 * say. `baseConflict` keeps bases from beginning within one another.
 *
 * @param partition `aws`, `aws-cn` or `aws-us-gov`
 * @param devices their names; `everyDevice` is all of them. None: the document allows nothing
 */
export function devicePolicy(
  access: CompleteDeviceAccess,
  partition: string,
  devices: readonly string[],
): DevicePolicyDocument {
  const arn = (resource: string) => `arn:${partition}:iot:*:*:${resource}`;
  const bases = deviceBases(access);
  const topics = devices.flatMap((device) => topicsOf(access, bases, device)).map(arn);
  const things = access.shadow.length > 0 ? devices.map((device) => arn(`thing/${device}`)) : [];
  return {
    Version: '2012-10-17',
    Statement: [
      ...allow(topicActions(access), topics),
      ...allow(shadowActions(access), things),
      { Effect: 'Deny', Action: 'iot:*', Resource: onceMore(access, bases).map(arn) },
    ],
  };
}

/** As AWS IoT counts them. */
export function policySize(document: DevicePolicyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}

function allow(actions: readonly string[], resources: readonly string[]): DeviceStatement[] {
  if (actions.length === 0 || resources.length === 0) return [];
  return [{ Effect: 'Allow', Action: actions, Resource: resources }];
}

function topicsOf({ shadow }: CompleteDeviceAccess, bases: readonly DeviceBase[], device: string): string[] {
  const own = bases.flatMap(({ base, kind, ends, goesOn }) => {
    const place = `${kind === 'both' ? 'topic*' : kind}/${base}/${device}`;
    return [...(ends ? [place] : []), ...(goesOn ? [`${place}/*`] : [])];
  });
  return shadow.length > 0 ? [...own, `topic*/$aws/things/${device}/shadow/*`] : own;
}

function topicActions({ publish, subscribe, receive, retain, shadow }: CompleteDeviceAccess): string[] {
  const withShadow = shadow.length > 0;
  return [
    ...(publish.length > 0 || withShadow ? ['iot:Publish'] : []),
    ...(receive.length > 0 || withShadow ? ['iot:Receive'] : []),
    ...(retain.length > 0 ? ['iot:RetainPublish'] : []),
    ...(subscribe.length > 0 || withShadow ? ['iot:Subscribe'] : []),
  ];
}

/** Of several, one pattern: there is no fourth action that it covers, and the role names each. */
function shadowActions({ shadow }: CompleteDeviceAccess): string[] {
  if (shadow.length > 1) return ['iot:*ThingShadow'];
  return shadow.map((action) => `iot:${action.charAt(0).toUpperCase()}${action.slice(1)}ThingShadow`);
}

/** Whatever begins like a topic of a device, and holds the beginning of another further on. */
function onceMore({ shadow }: CompleteDeviceAccess, bases: readonly DeviceBase[]): string[] {
  const pairs = bases.flatMap((one) => bases.map((other) => `topic*/${one.base}*/${other.base}/*`));
  if (shadow.length === 0) return pairs;
  return [...pairs, ...bases.map(({ base }) => `topic*/$aws*/${base}/*`), 'topic*/*/$aws/*'];
}
