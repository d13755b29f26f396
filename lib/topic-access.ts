import { type Problem, SettingsError } from './settings-error.js';

/**
 * What a signed-in user may do, said once: the role's IAM statements and the IoT policy are both rendered from it.
 *
 * Each entry is a pattern. `{identity}` stands for the user's own Cognito identity ID. `*` stands for any text, over
 * any number of topic levels; MQTT's own wildcards mean nothing in a policy.
 * https://docs.aws.amazon.com/iot/latest/developerguide/pub-sub-policy.html
 */
export interface TopicAccess {
  /**
   * Client IDs to connect with. IoT Core disconnects the older of two connections with one client ID, so each pattern
   * holds `{identity}`: nobody can take another user's client ID.
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
}

export type CompleteTopicAccess = Required<TopicAccess>;

/** Least privilege: each user has a place of their own, and reaches no other. */
export const defaultTopicAccess: CompleteTopicAccess = {
  clientIds: ['{identity}', '{identity}-*'],
  publish: ['users/{identity}/*'],
  subscribe: ['users/{identity}/*'],
  receive: ['users/{identity}/*'],
};

/** Fills in the defaults. Throws a SettingsError that names each pattern that cannot be allowed, and why. */
export function completeTopicAccess(access: TopicAccess = {}): CompleteTopicAccess {
  const given = Object.entries(access).filter(([, patterns]) => patterns !== undefined);
  const complete = { ...defaultTopicAccess, ...Object.fromEntries(given) } as CompleteTopicAccess;
  const problems = topicAccessProblems(complete);
  if (problems.length > 0) throw new SettingsError(problems);
  return complete;
}

/** Every problem of an access, with its path (`access.publish[0]`); none means that it can be deployed. */
export function topicAccessProblems(access: CompleteTopicAccess): Problem[] {
  const noClient = { where: 'access.clientIds', what: 'is empty, so nobody could connect; name at least one pattern' };
  return [
    ...(access.clientIds.length === 0 ? [noClient] : []),
    ...check('clientIds', access.clientIds, clientIdProblem),
    ...check('publish', access.publish, topicProblem),
    ...check('subscribe', access.subscribe, topicFilterProblem),
    ...check('receive', access.receive, topicProblem),
  ];
}

type Check = (pattern: string) => string | undefined;

function check(field: keyof TopicAccess, patterns: readonly string[], problem: Check): Problem[] {
  return patterns.flatMap((pattern, index) => {
    const why = patternProblem(pattern) ?? problem(pattern);
    return why ? [{ where: `access.${field}[${index}]`, what: `given ${JSON.stringify(pattern)}: ${why}` }] : [];
  });
}

/** Printable ASCII without white space, `"` and `\\`: what IAM, IoT Core, MQTT and JSON all take as it stands. */
const patternCharacters = /^[!#-[\]-~]+$/;

function patternProblem(pattern: string): string | undefined {
  if (pattern === '') return 'is empty';
  if (pattern.includes('${')) return 'policy variables are not allowed; write {identity} for the Cognito identity ID';
  const unknown = /\{([^{}]*)\}/g;
  for (const [word, name] of pattern.matchAll(unknown)) {
    if (name !== 'identity') return `unknown word ${word}; allowed: {identity}`;
  }
  if (/[{}]/.test(pattern.replaceAll('{identity}', ''))) return 'has a stray brace; allowed: {identity}';
  if (pattern === '*') return 'would allow everything; begin with fixed text or {identity}';
  if (/^[*?+#]/.test(pattern)) return 'begins with a wildcard; begin with fixed text or {identity}';
  if (pattern.includes('?')) return '? would match any one character; use * for any text';
  if (!patternCharacters.test(pattern)) return 'only ASCII letters, digits and punctuation are allowed, no white space';
  if (pattern.startsWith('$')) return 'names that begin with $ are reserved by AWS IoT and are not supported';
  // All identity IDs have one length today, so none begins with another; a separator keeps this true whatever comes.
  if (pattern.includes('{identity}*')) return 'put a separator between {identity} and *, as in {identity}-*';
  return undefined;
}

/** A client ID has at most 128 bytes: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
function clientIdProblem(pattern: string): string | undefined {
  const identity = pattern.indexOf('{identity}');
  if (identity < 0) return 'must contain {identity}, or a user could take the client ID of another and cut them off';
  if (pattern.slice(0, identity).includes('*')) return 'has * before {identity}; put it behind, as in {identity}-*';
  return lengthProblem(pattern, 128, 'a client ID');
}

function topicProblem(pattern: string): string | undefined {
  if (/[#+]/.test(pattern)) return 'the MQTT wildcards # and + are plain characters in a policy; use *';
  return topicFilterProblem(pattern);
}

/** 256 bytes and 7 slashes: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
function topicFilterProblem(pattern: string): string | undefined {
  const slashes = pattern.split('/').length - 1;
  if (slashes > 7) return `has ${slashes} slashes; AWS IoT allows 7 in a topic`;
  return lengthProblem(pattern, 256, 'a topic');
}

/** Cognito gives identity IDs of at most 55 characters. */
const longestIdentityId = 'i'.repeat(55);

function lengthProblem(pattern: string, limit: number, what: string): string | undefined {
  const length = pattern.replaceAll('{identity}', longestIdentityId).replaceAll('*', '').length;
  return length > limit ? `is up to ${length} characters long; ${what} has at most ${limit}` : undefined;
}
