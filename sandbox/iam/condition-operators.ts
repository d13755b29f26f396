import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { matches, parsePattern, resolve, type Variables } from './wildcard-pattern.js';

/** Whether one value of the request satisfies one value of the policy. */
export type Comparison = (actual: string, context: Variables) => boolean;

export interface ConditionOperator {
  /** Reads a value of the policy, which `where` names; undefined for text that AWS takes for no value at all. */
  readonly read: (wanted: string, where: string) => Comparison | undefined;
  /** `StringNotEquals` and its like: true when none of the values compares, and when the key is absent. */
  readonly negated: boolean;
}

/** The operator of this name; undefined if there is none. `Null` is none: it compares nothing. */
export function conditionOperator(name: string): ConditionOperator | undefined {
  const positive = negations.get(name);
  const read = readers.get(positive ?? name);
  return read && { read, negated: positive !== undefined };
}

type Reader = ConditionOperator['read'];

/** Text and ARNs may hold variables; one without a value compares to nothing. */
const equals =
  (form = (value: string) => value): Reader =>
  (wanted, where) => {
    const pattern = parsePattern(wanted, { wildcards: false, where });
    return (actual, context) => {
      const filled = resolve(pattern, context);
      return filled !== undefined && form(filled) === form(actual);
    };
  };
const like =
  ({ asArn }: { readonly asArn: boolean }): Reader =>
  (wanted, where) => {
    const pattern = parsePattern(wanted, { asArn, where });
    return (actual, context) => matches(pattern, actual, context);
  };
const number =
  (compare: (wanted: number, actual: number) => boolean): Reader =>
  (wanted) => {
    const value = Number(wanted);
    return wanted.trim() !== '' && Number.isFinite(value) ? (actual) => compare(value, Number(actual)) : undefined;
  };
const date =
  (compare: (wanted: number, actual: number) => boolean): Reader =>
  (wanted) => {
    const value = instant(wanted);
    return Number.isNaN(value) ? undefined : (actual) => compare(value, instant(actual));
  };
const bool: Reader = (wanted) =>
  /^(true|false)$/i.test(wanted) ? (actual) => lower(wanted) === lower(actual) : undefined;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const readers = new Map<string, Reader>([
  ['StringEquals', equals()],
  ['StringEqualsIgnoreCase', equals(lower)],
  ['StringLike', like({ asArn: false })],
  ['ArnEquals', like({ asArn: true })],
  ['ArnLike', like({ asArn: true })],
  ['Bool', bool],
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
  ['IpAddress', addressRange],
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

function lower(value: string): string {
  return value.toLowerCase();
}

function instant(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

function addressRange(wanted: string): Comparison | undefined {
  const range = readRange(wanted);
  if (range === undefined) return undefined;
  const list = new BlockList();
  list.addSubnet(range.network, range.bits, range.family);
  const isAddress = range.family === 'ipv4' ? isIPv4 : isIPv6;
  return (actual) => isAddress(actual) && list.check(actual, range.family);
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
