import { UnsupportedError } from '../base/errors.js';
import { invalid } from './log-operation.js';

/** Whether a line is one that a filter asks for. */
export type Filter = (message: string) => boolean;

const CONDITION = String.raw`\(?\s*\$\.(\w+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*\)?`;
const CONDITIONS = new RegExp(String.raw`^\{\s*${CONDITION}(?:\s*&&\s*${CONDITION})*\s*\}$`);

const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\w+))(?=\s|$)/y;

/**
 * Reads the filter pattern of unstructured lines: terms that all have to be there, `-` before one that must not, `?`
 * before each of which one has to be. Whether AWS takes a term for a part of a longer word is not documented; here it does.
 * Of the patterns of JSON it reads `{ $.clientId = "lamp-*" && $.eventType = "Connect" }`: members that are texts, all of
 * them as said, with `*` for any characters.
 *
 * @throws UnsupportedError for other patterns of JSON, for those of columns and of regular expressions
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(pattern: string): Filter {
  const text = pattern.trim();
  if (CONDITIONS.test(text)) return ofJson(text);
  if (/^[{[%]/.test(text)) throw new UnsupportedError(`the filter pattern ${text}, which is not made of terms`);
  const terms: { readonly sign: string; readonly term: string }[] = [];
  TERM.lastIndex = 0;
  for (let end = 0; end < text.length; end = TERM.lastIndex) {
    const found = TERM.exec(text);
    if (found === null) throw invalid(`Invalid filter pattern: at ${text.slice(end)}`);
    const [, sign = '', quoted, word = ''] = found;
    terms.push({ sign, term: quoted?.replaceAll(/\\(.)/g, '$1') ?? word });
  }
  const signed = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map(({ term }) => term);
  const [all, none, some] = [signed(''), signed('-'), signed('?')];
  if (some.length > 0 && some.length < terms.length) {
    throw new UnsupportedError(`the filter pattern ${text}, which mixes ? with other terms`);
  }
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (some.length === 0 || some.some((term) => message.includes(term)));
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html */
function ofJson(pattern: string): Filter {
  const conditions = [...pattern.matchAll(new RegExp(CONDITION, 'g'))].map(([, member = '', value = '']) => {
    const parts = value.replaceAll(/\\(.)/g, '$1').split('*');
    return { member, form: new RegExp(`^${parts.map(literally).join('.*')}$`, 's') };
  });
  return (message) => {
    const line = parsed(message);
    return conditions.every(({ member, form }) => typeof line[member] === 'string' && form.test(line[member]));
  };
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A line that is no JSON has no members. */
function parsed(message: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(message));
  } catch {
    return {};
  }
}
