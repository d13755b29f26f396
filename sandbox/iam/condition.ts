import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { UnsupportedError } from '../errors.js';
import { matches, parsePattern, type Variables } from './wildcard-pattern.js';

/** One line of a `Condition` element: operator, key, and the values that would satisfy it. */
export interface Condition {
  readonly operator: string;
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
  /^aws:(sourceip|securetransport|currenttime|epochtime|requestedregion|userid|principalarn|sourcearn|sourceaccount)$/,
];

/** Reads the `Condition` element of a statement; `where` names the policy in the refusal. */
export function parseConditions(element: unknown, where: string): Condition[] {
  if (element === undefined) return [];
  return Object.entries(element as Record<string, Record<string, unknown>>).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, values]) => parseCondition(name, key, values, where)),
  );
}

/** Whether the request's context satisfies the condition, by IAM's rules for missing and multivalued keys. */
export function satisfies(condition: Condition, context: Variables): boolean {
  const { operator, quantifier, key } = condition;
  const actual = context.get(key);
  if (operator === 'Null') return condition.values.includes(String(actual === undefined));
  if (actual === undefined || actual.length === 0) return satisfiedByAbsence(condition);
  const test = (value: string) => comparesTo(condition, value, context);
  if (quantifier === 'ForAllValues') return actual.every(test);
  if (quantifier === 'ForAnyValue') return actual.some(test);
  if (actual.length > 1) throw new UnsupportedError(`condition key ${key} with several values but no quantifier`);
  return test(actual[0] as string);
}

const comparisons: Record<string, (wanted: string, actual: string, context: Variables) => boolean> = {
  StringEquals: (wanted, actual, context) => filled(wanted, context) === actual,
  StringEqualsIgnoreCase: (wanted, actual, context) => filled(wanted, context)?.toLowerCase() === actual.toLowerCase(),
  StringLike: (wanted, actual, context) => matches(parsePattern(wanted), actual, context) === true,
  ArnEquals: (wanted, actual, context) => matches(parsePattern(wanted, { asArn: true }), actual, context) === true,
  ArnLike: (wanted, actual, context) => matches(parsePattern(wanted, { asArn: true }), actual, context) === true,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  NumericEquals: (wanted, actual) => Number(actual) === Number(wanted),
  NumericLessThan: (wanted, actual) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (wanted, actual) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (wanted, actual) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (wanted, actual) => Number(actual) >= Number(wanted),
  DateEquals: (wanted, actual) => instant(actual) === instant(wanted),
  DateLessThan: (wanted, actual) => instant(actual) < instant(wanted),
  DateLessThanEquals: (wanted, actual) => instant(actual) <= instant(wanted),
  DateGreaterThan: (wanted, actual) => instant(actual) > instant(wanted),
  DateGreaterThanEquals: (wanted, actual) => instant(actual) >= instant(wanted),
  IpAddress: (wanted, actual) => isInRange(wanted, actual),
};

/** `StringNotEquals` and its like: true when none of the values compares, and when the key is absent. */
const negations: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

function parseCondition(name: string, key: string, values: unknown, where: string): Condition {
  const [, quantifier, operator = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const known = operator === 'Null' || operator in comparisons || operator in negations;
  if (!known) throw new UnsupportedError(`condition operator ${name} in ${where}`);
  const lowerKey = key.toLowerCase();
  if (!KNOWN_KEYS.some((known) => known.test(lowerKey))) {
    throw new UnsupportedError(`condition key ${key} in ${where}`);
  }
  return {
    operator,
    quantifier: quantifier as Condition['quantifier'],
    ifExists: ifExists !== undefined,
    key: lowerKey,
    values: [values].flat().map(String),
  };
}

function satisfiedByAbsence({ operator, quantifier, ifExists }: Condition): boolean {
  return ifExists || operator in negations || quantifier === 'ForAllValues';
}

function comparesTo({ operator, values }: Condition, actual: string, context: Variables): boolean {
  const positive = negations[operator];
  if (positive !== undefined) return !values.some((wanted) => comparisons[positive]?.(wanted, actual, context));
  return values.some((wanted) => comparisons[operator]?.(wanted, actual, context) === true);
}

/** A value with its policy variables filled in, or undefined if one has no value. */
function filled(wanted: string, context: Variables): string | undefined {
  let complete = true;
  const text = wanted.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    const values = context.get(name.toLowerCase());
    if (values?.length !== 1) complete = false;
    return values?.[0] ?? '';
  });
  return complete ? text : undefined;
}

function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isInRange(range: string, address: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  if (family === 'ipv4' ? !isIPv4(address) : !isIPv6(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  return list.check(address, family);
}
