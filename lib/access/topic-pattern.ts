import { identityVariable } from '../../contract/connection.js';
import { mayOverlap } from './pattern-overlap.js';

/** Which words patterns may hold besides `{identity}`. */
export interface Words {
  readonly thing: boolean;
  /** Names of the principal tags. */
  readonly tags: readonly string[];
}

/** IoT Core alone replaces it: https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html */
const thingVariable = '${iot:Connection.Thing.ThingName}';

/** IAM alone is known to replace it:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html */
function tagVariable(tag: string): string {
  return `\${aws:PrincipalTag/${tag}}`;
}

/** The words of a pattern, in their order: `['identity']` of `users/{identity}/*`. */
export function wordsIn(pattern: string): string[] {
  return [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word);
}

/**
 * The pattern as a role's IAM statement has it. IAM does not replace the variables of things, so any thing's name
 * stands there (`*`): the least that still covers every thing. An authenticated identity is held to its IoT policy too,
 * which has the variable, and so to its own thing.
 */
export function forRole(pattern: string, variable: string): string {
  return replaced(pattern, variable, (word) => (word === 'thing' ? '*' : tagVariable(word)));
}

/**
 * The pattern as an IoT policy has it. Nothing says that IoT Core replaces principal tags, so any value stands there
 * (`*`), and the role's own statement decides, which has the variable.
 */
export function forIotPolicy(pattern: string, variable: string): string {
  return replaced(pattern, variable, (word) => (word === 'thing' ? thingVariable : '*'));
}

/** The pattern with every variable in it, as clients are told: their own thing and tags are theirs to fill in. */
export function forClient(pattern: string): string {
  return replaced(pattern, identityVariable, (word) => (word === 'thing' ? thingVariable : tagVariable(word)));
}

function replaced(pattern: string, variable: string, other: (word: string) => string): string {
  return pattern.replace(/\{([^{}]*)\}/g, (_, word: string) => (word === 'identity' ? variable : other(word)));
}

/** Printable ASCII without white space, `"` and `\\`: what IAM, IoT Core, MQTT and JSON all take as it stands. */
export const patternCharacters = /^[!#-[\]-~]+$/;

/** Why a pattern of any kind cannot be allowed, or undefined. */
export function patternProblem(pattern: string, words: Words): string | undefined {
  const known = ['identity', ...(words.thing ? ['thing'] : []), ...words.tags];
  const allowed = `allowed: ${known.map((word) => `{${word}}`).join(', ')}`;
  if (pattern === '') return 'is empty';
  if (pattern.includes('${')) return 'policy variables are not allowed; write {identity} for the Cognito identity ID';
  const unknown = wordsIn(pattern).find((word) => !known.includes(word));
  if (unknown !== undefined) return `unknown word {${unknown}}; ${allowed}`;
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) return `has a stray brace; ${allowed}`;
  if (pattern === '*') return 'would allow everything; begin with fixed text or {identity}';
  if (/^[*?+#]/.test(pattern)) return 'begins with a wildcard; begin with fixed text or {identity}';
  if (pattern.includes('?')) return '? would match any one character; use * for any text';
  if (!patternCharacters.test(pattern)) return 'only ASCII letters, digits and punctuation are allowed, no white space';
  if (pattern.startsWith('$')) return 'names that begin with $ are reserved by AWS IoT; name things under "shadows"';
  return wildcardProblem(pattern);
}

function wildcardProblem(pattern: string): string | undefined {
  // No value of a word may be the beginning of another's: with a separator behind it, none is.
  const [glued] = pattern.match(/\{[^{}]*\}\*/) ?? [];
  if (glued) {
    const word = glued.slice(0, -1);
    return `put a separator between ${word} and *, as in ${word}-*`;
  }
  const tag = tagIn(pattern);
  // Each document would hold `*` in the other's place, and `*` reaches over several levels: together they would allow
  // `tenants/mine/things/another/things/mine`.
  if (tag && pattern.includes('{thing}')) {
    return `has {thing}, which only the IoT policy holds to, and {${tag}}, which only the role holds to; use one of them`;
  }
  return undefined;
}

/**
 * Why a pattern with a tag cannot stand beside the other patterns of its list. In the role, `{thing}` is `*`; in the IoT
 * policy, the tag is. Where a pattern with the one and a pattern with the other can cover the same topic, the role's
 * statement for the first and the IoT policy's for the second would allow it to every thing of every tag.
 */
export function mixedWithThings(pattern: string, all: readonly string[]): string | undefined {
  if (!tagIn(pattern)) return undefined;
  const other = all.find((one) => one.includes('{thing}') && mayOverlap(one, pattern));
  return other && `may cover the same as ${JSON.stringify(other)}; begin the two with different fixed text`;
}

/** The first principal tag of a pattern, if it has one. */
export function tagIn(pattern: string): string | undefined {
  return wordsIn(pattern).find((word) => word !== 'identity' && word !== 'thing');
}
