import { AwsError, UnsupportedError } from '../base/errors.js';

/** Both of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const DEEPEST_VALUE = 32;
const LONGEST_EXPRESSION_BYTES = 4096;
/** dynalite's parser takes four times as long for each further one. */
const DEEPEST_BRACKETS = 5;

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];

/**
 * What dynalite does not ask of a request, or would fail at.
 *
 * @throws AwsError
 */
export function holdMembers(input: object): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: input, depth: 0 }];
  // Not by recursion: whoever nests deep enough would exhaust the stack.
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (value === null) throw new AwsError('SerializationException', 'A list has no member that is null.');
    if (typeof value !== 'object') continue;
    if (depth > DEEPEST_JSON) throw invalid(TOO_DEEP);
    for (const [name, member] of Object.entries(value)) {
      const namesAttribute = name === 'ExpressionAttributeNames' && Object.values(Object(member)).includes(PROTOTYPE);
      if (name === PROTOTYPE || namesAttribute) throw unsupportedName();
      if (EXPRESSIONS.includes(name) && typeof member === 'string') holdExpression(name, member);
      open.push({ value: member, depth: depth + 1 });
    }
  }
}

/** A level of a value is two of JSON, below the request, the member and the attribute. */
const DEEPEST_JSON = 2 * DEEPEST_VALUE + 2;
const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

function holdExpression(name: string, expression: string): void {
  const size = Buffer.byteLength(expression);
  if (size > LONGEST_EXPRESSION_BYTES) {
    const message = `Expression size has exceeded the maximum allowed size; expression size: ${size}`;
    throw invalid(`Invalid ${name}: ${message}`);
  }
  if (expression.includes(PROTOTYPE)) throw unsupportedName();
  let depth = 0;
  for (const bracket of expression.replaceAll(/[^()]/g, '')) {
    depth += bracket === '(' ? 1 : -1;
    if (depth > DEEPEST_BRACKETS)
      throw new UnsupportedError(`more than ${DEEPEST_BRACKETS} brackets within each other in a ${name}`);
  }
}

/** JavaScript has a meaning of its own for this name. */
const PROTOTYPE = '__proto__';
const unsupportedName = () => new UnsupportedError(`an attribute with the name ${PROTOTYPE}`);

const invalid = (message: string) => new AwsError('ValidationException', message);
