import { type CompleteDeviceAccess, deviceWord, type ShadowAction } from '../../contract/device-access.js';
import { baseConflict, deviceBases, deviceLevelProblem } from '../../devices/device-bases.js';
import { devicePolicy, LONGEST_POLICY, policySize } from '../../devices/device-policy.js';
import { type Problem, SettingsError } from '../settings-error.js';
import { topicFilterProblem, topicProblem } from './topic-access.js';
import { patternCharacters, wordsIn } from './topic-pattern.js';

/**
 * What a user may do with a device that was granted to them, in the words of a `TopicAccess`. Each pattern has
 * `{device}` as a level of its own, behind fixed text; no other word. Without a grant nobody may do anything of it.
 */
export interface DeviceAccess {
  /** Topics to publish to: `devices/{device}/commands/*`. @default [] */
  readonly publish?: readonly string[];
  /** Topic filters to subscribe to, compared as text. @default [] */
  readonly subscribe?: readonly string[];
  /** Topics whose messages are delivered. @default [] */
  readonly receive?: readonly string[];
  /** Topics where messages may be retained; publishing them takes `publish` as well. @default [] */
  readonly retain?: readonly string[];
  /** What may be done to the shadows of the thing that has the device's name: `get`, `update` and `delete`, by MQTT,
   * and to its classic shadow by HTTPS. @default [] */
  readonly shadow?: readonly string[];
}

/** Fills in the defaults. Throws a SettingsError that names each pattern that cannot be held to one device, and why. */
export function completeDeviceAccess(access: DeviceAccess): CompleteDeviceAccess {
  const problems = deviceAccessProblems(access);
  if (problems.length > 0) throw new SettingsError(problems);
  return withDefaults(access);
}

/** Every problem of a device access by itself, with its path (`devices.publish[0]`). */
export function deviceAccessProblems(access: DeviceAccess): Problem[] {
  const complete = withDefaults(access);
  const ofEntries = [
    ...problemsOf('publish', complete.publish, topicProblem),
    ...problemsOf('subscribe', complete.subscribe, topicFilterProblem),
    ...problemsOf('receive', complete.receive, topicProblem),
    ...problemsOf('retain', complete.retain, topicProblem),
    ...problemsOf('shadow', complete.shadow, shadowProblem),
  ];
  // What they make together can be said of those alone that are right.
  return ofEntries.length > 0 ? ofEntries : problemsTogether(complete);
}

function withDefaults(access: DeviceAccess): CompleteDeviceAccess {
  const { publish = [], subscribe = [], receive = [], retain = [], shadow = [] } = access;
  return { publish, subscribe, receive, retain, shadow: [...new Set(shadow)] as ShadowAction[] };
}

type Check = (pattern: string) => string | undefined;

function problemsOf(field: keyof DeviceAccess, entries: readonly string[], check: Check): Problem[] {
  return entries.flatMap((entry, index) => {
    const why = field === 'shadow' ? check(entry) : (devicePatternProblem(entry) ?? check(entry));
    return why ? [{ where: `devices.${field}[${index}]`, what: `given ${JSON.stringify(entry)}: ${why}` }] : [];
  });
}

function shadowProblem(given: string): string | undefined {
  return shadowActions.includes(given) ? undefined : `allowed: ${shadowActions.join(', ')}`;
}

const shadowActions = ['get', 'update', 'delete'];

function devicePatternProblem(pattern: string): string | undefined {
  if (pattern === '') return 'is empty';
  if (pattern.includes('${')) return `policy variables are not allowed; write ${deviceWord} for the device's name`;
  const other = wordsIn(pattern).find((word) => `{${word}}` !== deviceWord);
  if (other !== undefined) return `has {${other}}; the only word for devices is ${deviceWord}`;
  if (/[{}]/.test(pattern.replaceAll(deviceWord, ''))) return `has a stray brace; allowed: ${deviceWord}`;
  if (pattern.includes('?')) return '? would match any one character; use * for any text';
  if (!patternCharacters.test(pattern)) return 'only ASCII letters, digits and punctuation are allowed, no white space';
  if (pattern.startsWith('$') || pattern.split('/').includes('$aws')) {
    return 'names that begin with $ are reserved by AWS IoT; name what may be done to shadows under "shadow"';
  }
  const [before = ''] = pattern.split(deviceWord);
  // As text in a policy it would be the one filter; as a filter it is the topics of every device.
  if (/[+#]/.test(before)) return `has an MQTT wildcard before ${deviceWord}; begin with fixed text`;
  return deviceLevelProblem(pattern);
}

function problemsTogether(access: CompleteDeviceAccess): Problem[] {
  if (Object.values(access).every((entries) => entries.length === 0)) {
    return [
      { where: 'devices', what: 'allows nothing; name at least one of publish, subscribe, receive, retain, shadow' },
    ];
  }
  const bases = deviceBases(access).map(({ base }) => base);
  const conflicts = bases.flatMap((one) => bases.flatMap((other) => baseConflict(one, other) ?? []));
  if (conflicts.length > 0) return conflicts.map((what) => ({ where: 'devices', what }));
  const size = policySize(devicePolicy(access, longestPartition, ['x'.repeat(128)]));
  if (size <= LONGEST_POLICY) return [];
  const what =
    `makes an IoT policy of ${size} characters for one device with a name of 128, and AWS IoT allows ` +
    `${LONGEST_POLICY}; use fewer or shorter beginnings before ${deviceWord}`;
  return [{ where: 'devices', what }];
}

const longestPartition = 'aws-us-gov';
