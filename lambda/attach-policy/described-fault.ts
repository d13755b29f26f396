import { attempt, isInstance, propertyOf } from './thrown.js';

export interface DescribedFault {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly cause: DescribedFault | string | undefined;
}

/** Characters of a text that are logged; and those of which so many are looked at. */
const LONGEST = 4096;
const LOOKED_AT = 16 * LONGEST;
/** Causes of causes, which may go round in a circle. */
const DEEPEST = 5;

/**
 * A fault for the log, and nothing else of it: the SDK's errors also carry the response and its headers. Never throws,
 * whatever was thrown; holds texts alone, without secrets and of bounded length.
 */
export function describedFault(fault: unknown, depth = 0): DescribedFault | string | undefined {
  if (fault === undefined) return undefined;
  if (!isInstance(fault, Error)) return logged(fault);
  const cause = propertyOf(fault, 'cause');
  return {
    name: logged(propertyOf(fault, 'name')),
    message: logged(propertyOf(fault, 'message')),
    stack: logged(propertyOf(fault, 'stack')),
    cause: depth < DEEPEST ? describedFault(cause, depth + 1) : undefined,
  };
}

/** What kind of fault it was, where that is all that is logged. */
export function nameForLog(fault: unknown): string | undefined {
  return isInstance(fault, Error) ? logged(propertyOf(fault, 'name')) : undefined;
}

function logged(value: unknown): string {
  const text = withoutSecrets(asText(value).slice(0, LOOKED_AT));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} (cut)`;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  // A symbol, a function or a BigInt has no JSON, and a circle none either.
  const text = attempt(() => JSON.stringify(value)) ?? attempt(() => String(value));
  return typeof text === 'string' ? text : `(${typeof value}, which cannot be read)`;
}

const SECRET_NAME =
  '(?:x[-_]?amz[-_]?security[-_]?token|(?:aws[-_]?)?session[-_]?token|security[-_]?token|(?:aws[-_]?)?secret[-_]?(?:access[-_]?)?key)';
/** `name: value`, `name=value`, `"name":"value"`, also within a text within JSON, `'name', 'value'`, `<name>value<`. */
const SECRET_VALUE = new RegExp(
  `(${SECRET_NAME}(?:[\\s\\\\]*["'][\\s]*,|[\\s\\\\"']*(?:[:=>]|%3[AD]))[\\s\\\\"'\\[>]*)[^\\s\\\\"'&,;<>\\])}]+`,
  'gi',
);

/** AWS quotes the canonical request, session token included, when it refuses a signature. */
function withoutSecrets(text: string): string {
  return (
    text
      .replace(SECRET_VALUE, '$1(removed)')
      // How session tokens and access keys of STS begin, wherever they stand.
      .replace(/\b(?:IQoJ|FwoG|FQoG|AQoD|AQoE)[\w+/=%-]{16,}/g, '(removed)')
      .replace(/\bA(KI|SI)A[A-Z0-9]{12,}\b/g, '(removed)')
  );
}
