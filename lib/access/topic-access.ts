import { type Problem, SettingsError } from '../settings-error.js';
import { mixedWithThings, patternProblem, type Words, wordsIn } from './topic-pattern.js';

/**
 * What a signed-in user may do, said once: the role's IAM statements and the IoT policy are both rendered from it.
 *
 * Each entry is a pattern. `{identity}` stands for the user's own Cognito identity ID, `{thing}` for the name of the
 * thing that the identity is attached to and connects as, and each name of `principalTags` for the value of that tag.
 * `*` stands for any text, over any number of topic levels; MQTT's own wildcards mean nothing in a policy.
 * https://docs.aws.amazon.com/iot/latest/developerguide/pub-sub-policy.html
 */
export interface TopicAccess {
  /**
   * Client IDs to connect with. IoT Core disconnects the older of two connections with one client ID, so each pattern
   * holds `{identity}`, or is `{thing}`: nobody can take another user's client ID.
   * @default ['{identity}', '{identity}-*'], the second for several tabs or devices
   */
  readonly clientIds?: readonly string[];
  /** Topics to publish to. @default ['users/{identity}/*'] */
  readonly publish?: readonly string[];
  /** Topic filters to subscribe to, compared as text: `a/*` covers the filters `a/b`, `a/+` and `a/#`.
   * @default ['users/{identity}/*'] */
  readonly subscribe?: readonly string[];
  /** Topics whose messages are delivered. @default ['users/{identity}/*'] */
  readonly receive?: readonly string[];
  /** Topics where messages may be retained; publishing them takes `publish` as well. @default [] */
  readonly retain?: readonly string[];
  /** Names of the things whose shadows may be read, changed and deleted, by MQTT and by HTTPS. @default [] */
  readonly shadows?: readonly string[];
}

/** A TopicAccess of which nothing is left to defaults, and whose patterns were checked: see `completeTopicAccess`. */
export interface CompleteTopicAccess {
  readonly clientIds: readonly string[];
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly receive: readonly string[];
  readonly retain: readonly string[];
  readonly shadows: readonly string[];
}

/** Where an access stands, and which words its patterns may use. */
export interface TopicAccessContext {
  /** Path within the settings. @default 'access' */
  readonly where?: string;
  /** Names of the principal tags. @default [] */
  readonly tags?: readonly string[];
  /** Whether the role alone decides, as it does for guests: then no word may be left to the IoT policy. @default false */
  readonly roleAlone?: boolean;
}

/** Least privilege: each user has a place of their own, and reaches no other. */
export const defaultTopicAccess: CompleteTopicAccess = {
  clientIds: ['{identity}', '{identity}-*'],
  publish: ['users/{identity}/*'],
  subscribe: ['users/{identity}/*'],
  receive: ['users/{identity}/*'],
  retain: [],
  shadows: [],
};

/** Fills in the defaults. Throws a SettingsError that names each pattern that cannot be allowed, and why. */
export function completeTopicAccess(access: TopicAccess = {}, context?: TopicAccessContext): CompleteTopicAccess {
  const complete = {
    clientIds: access.clientIds ?? defaultTopicAccess.clientIds,
    publish: access.publish ?? defaultTopicAccess.publish,
    subscribe: access.subscribe ?? defaultTopicAccess.subscribe,
    receive: access.receive ?? defaultTopicAccess.receive,
    retain: access.retain ?? defaultTopicAccess.retain,
    shadows: access.shadows ?? defaultTopicAccess.shadows,
  };
  const problems = topicAccessProblems(complete, context);
  if (problems.length > 0) throw new SettingsError(problems);
  return complete;
}

/** Every problem of an access, with its path (`access.publish[0]`); none means that it can be deployed. */
export function topicAccessProblems(access: CompleteTopicAccess, context: TopicAccessContext = {}): Problem[] {
  const { where = 'access', tags = [], roleAlone = false } = context;
  const words: Words = roleAlone ? { thing: false, tags: [] } : { thing: true, tags };
  const check = (field: keyof TopicAccess, problem: Check): Problem[] =>
    access[field].flatMap((pattern, index) => {
      const why = patternProblem(pattern, words) ?? problem(pattern) ?? mixedWithThings(pattern, access[field]);
      return why ? [{ where: `${where}.${field}[${index}]`, what: `given ${JSON.stringify(pattern)}: ${why}` }] : [];
    });
  return [
    ...noClientId(access.clientIds, `${where}.clientIds`),
    ...check('clientIds', clientIdProblem),
    ...check('publish', topicProblem),
    ...check('subscribe', topicFilterProblem),
    ...check('receive', topicProblem),
    ...check('retain', topicProblem),
    ...check('shadows', thingNameProblem),
  ];
}

type Check = (pattern: string) => string | undefined;

function noClientId(clientIds: readonly string[], where: string): Problem[] {
  if (clientIds.length === 0) return [{ where, what: 'is empty, so nobody could connect; name at least one pattern' }];
  const own = clientIds.some((pattern) => pattern.includes('{identity}'));
  if (own || clientIds.some((pattern) => pattern !== '{thing}')) return [];
  return [{ where, what: 'names things only; name one with {identity} too, for users without a thing' }];
}

/** A client ID has at most 128 bytes: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
function clientIdProblem(pattern: string): string | undefined {
  // IoT Core knows the thing of a connection by its client ID, which must be the thing's name and nothing else:
  // https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html
  if (pattern === '{thing}') return undefined;
  const other = wordsIn(pattern).find((word) => word !== 'identity');
  if (other === 'thing') return 'a client ID with {thing} is {thing} alone: it must be the name of the thing';
  if (other !== undefined) return `{${other}} is the same for many users; a client ID must contain {identity} alone`;
  const identity = pattern.indexOf('{identity}');
  if (identity < 0) return 'must contain {identity}, or a user could take the client ID of another and cut them off';
  if (pattern.slice(0, identity).includes('*')) return 'has * before {identity}; put it behind, as in {identity}-*';
  return lengthProblem(pattern, 128, 'a client ID');
}

export function topicProblem(pattern: string): string | undefined {
  if (/[#+]/.test(pattern)) return 'the MQTT wildcards # and + are plain characters in a policy; use *';
  return topicFilterProblem(pattern);
}

/** 256 bytes and 7 slashes: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
export function topicFilterProblem(pattern: string): string | undefined {
  const [first] = wordsIn(pattern);
  // One of the two documents holds `*` in its place, and would allow everything.
  if (first !== undefined && first !== 'identity' && pattern.startsWith(`{${first}}`)) {
    return `begins with {${first}}; begin with fixed text or {identity}`;
  }
  const slashes = pattern.split('/').length - 1;
  if (slashes > 7) return `has ${slashes} slashes; AWS IoT allows 7 in a topic`;
  return lengthProblem(pattern, 256, 'a topic');
}

/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreateThing.html */
function thingNameProblem(pattern: string): string | undefined {
  if (!/^[a-zA-Z0-9:_*-]*$/.test(pattern.replace(/\{[^{}]*\}/g, ''))) {
    return 'is no name of a thing: letters, digits, ":", "_" and "-" are allowed';
  }
  return lengthProblem(pattern, 128, 'the name of a thing');
}

/** Cognito gives identity IDs of at most 55 characters. How long a tag's value is, is not known. */
const longest: Readonly<Record<string, number>> = { identity: 55, thing: 128, device: 128 };

function lengthProblem(pattern: string, limit: number, what: string): string | undefined {
  const words = wordsIn(pattern).reduce((sum, word) => sum + (longest[word] ?? 1), 0);
  const length = pattern.replace(/\{[^{}]*\}/g, '').replaceAll('*', '').length + words;
  return length > limit ? `is up to ${length} characters long; ${what} has at most ${limit}` : undefined;
}
