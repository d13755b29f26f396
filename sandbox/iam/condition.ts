import { UnsupportedError } from '../errors.js';
import { type ConditionOperator, conditionOperator } from './condition-operators.js';
import type { Variables } from './wildcard-pattern.js';

/** One line of a `Condition` element: operator, key, and the values that would satisfy it. */
export interface Condition {
  /** Undefined for `Null`, which asks whether the key is there. */
  readonly operator: ConditionOperator | undefined;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  /** Lower case: condition keys are not case-sensitive. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The condition keys that the sandbox can fill. A policy that asks for another is refused by name. */
const KNOWN_KEYS = [
  /^cognito-identity\.amazonaws\.com:(aud|amr|sub)$/,
  /^iot:(clientid|lastwilltopic|connectattributes)$/,
  /^iot:connection\.thing\.(thingname|isattached)$/,
  // Session tags; the latter two where a trust policy is asked whether it takes them.
  /^aws:(principaltag|requesttag)\/.+$/,
  /^aws:tagkeys$/,
  /^aws:(sourceip|securetransport|currenttime|epochtime|userid|principalarn)$/,
];

/** Reads the `Condition` element of a statement; `where` names the policy in the refusal. */
export function parseConditions(element: unknown, where: string): Condition[] {
  if (element === undefined) return [];
  return entries(element, where).flatMap(([name, keys]) =>
    entries(keys, where).map(([key, values]) => parseCondition(name, key, values, where)),
  );
}

/**
 * Whether the request's context satisfies the condition, by IAM's rules for missing and multivalued keys;
 * `undefined` when that hangs on a policy variable without a value.
 */
export function satisfies(condition: Condition, context: Variables): boolean | undefined {
  const { operator, quantifier, key, values } = condition;
  const actual = context.get(key);
  if (operator === undefined) return values.includes(String(actual === undefined));
  if (actual === undefined || actual.length === 0) return satisfiedByAbsence(condition, operator);
  const results = actual.map((value) => comparesTo(operator, values, value, context));
  if (quantifier === 'ForAllValues') return all(results);
  if (quantifier === 'ForAnyValue') return any(results);
  if (actual.length > 1) throw new UnsupportedError(`condition key ${key} with several values but no quantifier`);
  return results[0];
}

function parseCondition(name: string, key: string, given: unknown, where: string): Condition {
  const isNull = name === 'Null';
  const [, quantifier, operatorName = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = conditionOperator(operatorName);
  if (operator === undefined && !isNull) throw new UnsupportedError(`condition operator ${name} in ${where}`);
  const lowerKey = key.toLowerCase();
  if (!KNOWN_KEYS.some((known) => known.test(lowerKey))) {
    throw new UnsupportedError(`condition key ${key} in ${where}`);
  }
  const values = [given].flat().map(String);
  const takes = operator?.takes ?? ((value: string) => /^(true|false)$/.test(value));
  if (values.length === 0 || !values.every(takes)) {
    throw new UnsupportedError(`the value ${JSON.stringify(given)} of ${name} ${key} in ${where}`);
  }
  return {
    operator,
    quantifier: quantifier as Condition['quantifier'],
    ifExists: ifExists !== undefined,
    key: lowerKey,
    values,
  };
}

function satisfiedByAbsence({ quantifier, ifExists }: Condition, { negated }: ConditionOperator): boolean {
  if (ifExists || quantifier === 'ForAllValues') return true;
  // There is no value at all that could be the one.
  return negated && quantifier !== 'ForAnyValue';
}

function comparesTo(
  { compare, negated }: ConditionOperator,
  values: readonly string[],
  actual: string,
  context: Variables,
): boolean | undefined {
  const found = any(values.map((wanted) => compare(wanted, actual, context)));
  return found === undefined ? undefined : found !== negated;
}

function any(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function all(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function entries(element: unknown, where: string): [string, unknown][] {
  if (typeof element === 'object' && element !== null && !Array.isArray(element)) return Object.entries(element);
  throw new UnsupportedError(`the Condition ${JSON.stringify(element)} in ${where}`);
}
