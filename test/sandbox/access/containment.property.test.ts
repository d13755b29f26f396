import { rightsOfDocument } from '../../../sandbox/access/rights-of-document.js';
import { widenings } from '../../../sandbox/access/widening.js';
import { evaluate } from '../../../sandbox/iam/evaluate.js';
import { parsePolicyDocument } from '../../../sandbox/iam/policy-document.js';
import { type Random, seededRandom } from '../../support/seeded-random.js';

const SUB = '${cognito-identity.amazonaws.com:sub}';
const THING = '${iot:Connection.Thing.ThingName}';
const ROUNDS = 2500;
const REQUESTS = 40;

/** Few letters, so that patterns meet: most of random ones never would. */
const textOf = (random: Random, pieces: readonly string[]) =>
  Array.from({ length: random.below(5) }, () => random.pick(pieces)).join('');
const PIECES = ['a', 'b', '/', '*', '?', 'ab', 'a/', SUB, THING, "${iot:ClientId, 'a'}", '${*}'];
const resourceOf = (random: Random) =>
  random.below(8) === 0 ? '*' : `arn:aws:iot:${random.pick(['r', '*', '?'])}:1:topic/${textOf(random, PIECES)}`;
const ACTIONS = ['iot:Pub', 'iot:Sub', 'iot:*', '*', 'iot:P*', 'iot:?ub', 'iot:PubX', 'IOT:PUB'];
const oneOrTwo = <T>(random: Random, make: () => T): T[] => (random.below(3) === 0 ? [make(), make()] : [make()]);

const VALUES = ['a', 'b', 'a*', '*', '?', SUB, 'ab'];
const OPERATORS = [
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'StringLikeIfExists',
  'StringEqualsIfExists',
  'ForAnyValue:StringLike',
  'ForAllValues:StringLike',
];
function conditionOf(random: Random): object {
  if (random.below(5) === 0) return { Null: { 'iot:ClientId': random.pick(['true', 'false']) } };
  const operator = random.pick(OPERATORS);
  const key = operator.startsWith('For') ? 'cognito-identity.amazonaws.com:amr' : 'iot:ClientId';
  return { [operator]: { [key]: oneOrTwo(random, () => random.pick(VALUES)) } };
}

function statementOf(random: Random): Record<string, unknown> {
  const [is, isResource] = [
    random.below(6) === 0 ? 'NotAction' : 'Action',
    random.below(6) === 0 ? 'NotResource' : 'Resource',
  ];
  return {
    Effect: random.below(3) === 0 ? 'Deny' : 'Allow',
    [is]: oneOrTwo(random, () => random.pick(ACTIONS)),
    [isResource]: oneOrTwo(random, () => resourceOf(random)),
    ...(random.below(3) === 0 ? { Condition: conditionOf(random) } : {}),
  };
}

/** The same with a little more or less: of two that have nothing in common, one is always wider. */
function changed(statements: readonly Record<string, unknown>[], random: Random): Record<string, unknown>[] {
  const kept = statements
    .filter(() => random.below(6) > 0)
    .map((statement) => {
      const other = statementOf(random);
      if (random.below(4) === 0)
        return JSON.parse(JSON.stringify(statement).replace(SUB, random.pick([THING, '*', 'a'])));
      const element = random.pick(['Action', 'Resource', 'Condition', 'none', 'none']);
      if (element === 'Condition' && random.below(2) === 0)
        return { ...statement, Condition: other.Condition ?? conditionOf(random) };
      return statement[element] === undefined || other[element] === undefined
        ? statement
        : { ...statement, [element]: other[element] };
    });
  return random.below(3) === 0 ? [...kept, statementOf(random)] : kept;
}

function requestOf(random: Random) {
  const LETTERS = ['a', 'b', '/', 'ab', 'a/', '*', 'id', 'thing'];
  const context = new Map<string, readonly string[]>([['cognito-identity.amazonaws.com:sub', ['id']]]);
  if (random.below(2) === 0) context.set('iot:connection.thing.thingname', ['thing']);
  if (random.below(3) > 0) context.set('iot:clientid', [random.pick(['a', 'b', 'ab', 'id', 'c'])]);
  if (random.below(3) > 0) {
    context.set(
      'cognito-identity.amazonaws.com:amr',
      oneOrTwo(random, () => random.pick(['a', 'ab', 'id', 'c'])),
    );
  }
  const action = random.pick(['iot:Pub', 'iot:Sub', 'iot:PubX', 's3:Get']);
  const resource =
    random.below(10) === 0 ? 'bare' : `arn:aws:iot:${random.pick(['r', 's'])}:1:topic/${textOf(random, LETTERS)}`;
  return { action, resource, context };
}

const json = (Statement: object[]) => ({ Version: '2012-10-17', Statement });

/** Whether the comparison calls it wider, and how many requests the later document allowed. */
function tried(
  before: object[],
  after: object[],
  random: Random,
): { readonly isWider: boolean; readonly allowed: number } {
  const change = widenings(rightsOfDocument('P', json(before)), rightsOfDocument('P', json(after)));
  if (change.length > 0) return { isWider: true, allowed: 0 };
  const [old, now] = [parsePolicyDocument('P', json(before)), parsePolicyDocument('P', json(after))];
  const requests = Array.from({ length: REQUESTS }, () => requestOf(random));
  const allowed = requests.filter((request) => evaluate([now], request).effect === 'Allow');
  const refused = allowed.find((request) => evaluate([old], request).effect !== 'Allow');
  if (refused === undefined) return { isWider: false, allowed: allowed.length };
  throw new Error(JSON.stringify({ before, after, request: { ...refused, context: [...refused.context] } }, null, 1));
}

describe('what a comparison calls not wider allows no request that was refused before', () => {
  it('whatever the statements are', () => {
    const random = seededRandom(20_261_130);
    let [same, allowed] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = Array.from({ length: 1 + random.below(4) }, () => statementOf(random));
      const after = changed(before, random);
      if (after.length === 0) continue;
      const result = tried(before, after, random);
      if (!result.isWider) same += 1;
      allowed += result.allowed;
    }
    // Otherwise nothing was tried.
    expect(same).toBeGreaterThan(ROUNDS / 4);
    expect(allowed).toBeGreaterThan(ROUNDS);
  });

  it('whatever their conditions are', () => {
    const random = seededRandom(20_261_201);
    const under = (Condition: object) => ({ Effect: 'Allow', Action: '*', Resource: '*', Condition });
    let same = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const [before, after] = [conditionOf(random), conditionOf(random)];
      if (!tried([under(before)], [under(after)], random).isWider) same += 1;
      const denied = [under(before), under(after)].map((one) => ({ ...one, Effect: 'Deny' }));
      const all = { Effect: 'Allow', Action: '*', Resource: '*' };
      tried([all, ...denied.slice(0, 1)], [all, ...denied.slice(1)], random);
    }
    expect(same).toBeGreaterThan(ROUNDS / 40);
  });
});
