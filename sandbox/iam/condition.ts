import { UnsupportedError } from '../base/errors.js';
import { isKnownKey, isMultivalued } from './condition-keys.js';
import { type Comparison, conditionOperator } from './condition-operators.js';
import type { Variables } from './wildcard-pattern.js';

/** One line of a `Condition` element: key, operator, and the values that would satisfy it. */
export interface Condition {
  /** Lower case: condition keys are not case-sensitive. */
  readonly key: string;
  /** Whether the request's context satisfies it, by IAM's rules for missing and multivalued keys. */
  readonly isSatisfied: (context: Variables) => boolean;
}

/**
 * Reads the `Condition` element of a statement.
 *
 * @param where names the policy in the refusal
 * @param judged whether the sandbox will ask the statement; if not, an unknown key is refused by who asks all the same
 * @throws UnsupportedError naming the operator, key or value that cannot be judged
 */
export function parseConditions(element: unknown, where: string, judged = true): Condition[] {
  if (element === undefined) return [];
  return entries(element, where).flatMap(([name, keys]) =>
    entries(keys, where).map(([key, values]) =>
      judged || isKnownKey(key.toLowerCase())
        ? parseCondition(name, key, values, where)
        : { key: key.toLowerCase(), isSatisfied: () => refuseKey(key, where) },
    ),
  );
}

function refuseKey(key: string, where: string): never {
  throw new UnsupportedError(`condition key ${key} in ${where}`);
}

function parseCondition(name: string, givenKey: string, given: unknown, where: string): Condition {
  const key = givenKey.toLowerCase();
  if (!isKnownKey(key)) refuseKey(givenKey, where);
  const values = [given].flat().map(String);
  const unreadable = () =>
    new UnsupportedError(`the value ${JSON.stringify(given)} of ${name} ${givenKey} in ${where}`);

  if (name === 'Null') {
    if (values.length === 0 || !values.every((value) => /^(true|false)$/.test(value))) throw unreadable();
    return { key, isSatisfied: (context) => values.includes(String((context.get(key) ?? []).length === 0)) };
  }

  const [, quantifier, operatorName = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = conditionOperator(operatorName);
  if (operator === undefined) throw new UnsupportedError(`condition operator ${name} in ${where}`);
  // Without one, AWS documents no meaning.
  if (isMultivalued(key) && quantifier === undefined) {
    const what = `condition operator ${name} on ${givenKey} in ${where}`;
    throw new UnsupportedError(`${what}, a key of several values that needs ForAnyValue: or ForAllValues:`);
  }
  // AWS's own example writes "no attribute at all" so; elsewhere an empty list has no documented meaning.
  const noneAtAll = isMultivalued(key) && quantifier === 'ForAllValues' && !operator.negated;
  if (values.length === 0 && !noneAtAll) throw unreadable();
  const comparisons = values.map((wanted) => {
    const comparison = operator.read(wanted, where);
    if (comparison === undefined) throw unreadable();
    return comparison;
  });

  const { negated } = operator;
  const whenAbsent =
    ifExists !== undefined || quantifier === 'ForAllValues' || (negated && quantifier !== 'ForAnyValue');
  return {
    key,
    isSatisfied(context) {
      const actual = context.get(key) ?? [];
      if (actual.length === 0) return whenAbsent;
      const holds = (value: string) => comparesToOne(comparisons, value, context) !== negated;
      return quantifier === 'ForAnyValue' ? actual.some(holds) : actual.every(holds);
    },
  };
}

function comparesToOne(comparisons: readonly Comparison[], actual: string, context: Variables): boolean {
  return comparisons.some((comparison) => comparison(actual, context));
}

function entries(element: unknown, where: string): [string, unknown][] {
  if (typeof element === 'object' && element !== null && !Array.isArray(element)) return Object.entries(element);
  throw new UnsupportedError(`the Condition ${JSON.stringify(element)} in ${where}`);
}
