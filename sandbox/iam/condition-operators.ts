import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { matches, parsePattern, type Variables } from './wildcard-pattern.js';

/** How one operator compares a value of the policy with one of the request. */
export interface ConditionOperator {
  /** Whether AWS takes this text as a value at all. */
  readonly takes: (wanted: string) => boolean;
  /** `undefined` when the policy's value holds a variable that has none: nobody can say. */
  readonly compare: (wanted: string, actual: string, context: Variables) => boolean | undefined;
  /** `StringNotEquals` and its like: true when none of the values compares, and when the key is absent. */
  readonly negated: boolean;
}

/** The operator of this name; undefined if there is none. `Null` is none: it compares nothing. */
export function conditionOperator(name: string): ConditionOperator | undefined {
  const positive = negations.get(name);
  const found = comparisons.get(positive ?? name);
  return found && { ...found, negated: positive !== undefined };
}

type Comparison = Omit<ConditionOperator, 'negated'>;

const text = (compare: Comparison['compare']): Comparison => ({ takes: () => true, compare });
const number = (compare: (wanted: number, actual: number) => boolean): Comparison => ({
  takes: (wanted) => wanted.trim() !== '' && Number.isFinite(Number(wanted)),
  compare: (wanted, actual) => compare(Number(wanted), Number(actual)),
});
const date = (compare: (wanted: number, actual: number) => boolean): Comparison => ({
  takes: (wanted) => !Number.isNaN(instant(wanted)),
  compare: (wanted, actual) => compare(instant(wanted), instant(actual)),
});
const arn = text((wanted, actual, context) => matches(parsePattern(wanted, { asArn: true }), actual, context));

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const comparisons = new Map<string, Comparison>([
  ['StringEquals', text((wanted, actual, context) => same(filled(wanted, context), actual))],
  ['StringEqualsIgnoreCase', text((wanted, actual, context) => same(filled(wanted, context), actual, lower))],
  ['StringLike', text((wanted, actual, context) => matches(parsePattern(wanted), actual, context))],
  ['ArnEquals', arn],
  ['ArnLike', arn],
  [
    'Bool',
    { takes: (wanted) => /^(true|false)$/i.test(wanted), compare: (wanted, actual) => lower(wanted) === lower(actual) },
  ],
  ['NumericEquals', number((wanted, actual) => actual === wanted)],
  ['NumericLessThan', number((wanted, actual) => actual < wanted)],
  ['NumericLessThanEquals', number((wanted, actual) => actual <= wanted)],
  ['NumericGreaterThan', number((wanted, actual) => actual > wanted)],
  ['NumericGreaterThanEquals', number((wanted, actual) => actual >= wanted)],
  ['DateEquals', date((wanted, actual) => actual === wanted)],
  ['DateLessThan', date((wanted, actual) => actual < wanted)],
  ['DateLessThanEquals', date((wanted, actual) => actual <= wanted)],
  ['DateGreaterThan', date((wanted, actual) => actual > wanted)],
  ['DateGreaterThanEquals', date((wanted, actual) => actual >= wanted)],
  ['IpAddress', { takes: (wanted) => readRange(wanted) !== undefined, compare: isInRange }],
]);

const negations = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
  ['NotIpAddress', 'IpAddress'],
]);

function same(wanted: string | undefined, actual: string, form = (value: string) => value): boolean | undefined {
  return wanted === undefined ? undefined : form(wanted) === form(actual);
}

function lower(value: string): string {
  return value.toLowerCase();
}

/** A value with its policy variables filled in, or undefined if one has no value. */
function filled(wanted: string, context: Variables): string | undefined {
  let complete = true;
  const value = wanted.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    // `${*}`, `${?}` and `${$}` are how a policy writes those characters themselves.
    if (['*', '?', '$'].includes(name)) return name;
    const values = context.get(name.trim().toLowerCase());
    if (values?.length !== 1) complete = false;
    return values?.[0] ?? '';
  });
  return complete ? value : undefined;
}

function instant(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

function isInRange(wanted: string, actual: string): boolean {
  const range = readRange(wanted);
  if (range === undefined || !(range.family === 'ipv4' ? isIPv4 : isIPv6)(actual)) return false;
  const list = new BlockList();
  list.addSubnet(range.network, range.bits, range.family);
  return list.check(actual, range.family);
}

/** `203.0.113.0/24`, `2001:db8::/32`, or one address. */
function readRange(text: string): { network: string; bits: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [network = '', length, ...more] = text.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const longest = family === 'ipv4' ? 32 : 128;
  const bits = length === undefined ? longest : Number(length);
  const known = (isIPv4(network) || isIPv6(network)) && more.length === 0 && length !== '';
  return known && Number.isInteger(bits) && bits >= 0 && bits <= longest ? { network, bits, family } : undefined;
}
