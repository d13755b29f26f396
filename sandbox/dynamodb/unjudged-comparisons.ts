import { UnsupportedError } from '../base/errors.js';
import type { Engine } from './engine.js';
import type { AttributeValue, Item } from './served-table.js';

/** An attribute, by its path. */
type Path = readonly (string | number)[];

/** As dynalite's parser gives it: an operator or a function, an attribute, a value. */
type Expression = Path | Call | AttributeValue;

interface Call {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly Expression[];
}

/**
 * dynalite compares an attribute with values: text, numbers, bytes, truth, sets of them. Two attributes that are both
 * missing are equal to it, and two equal maps are not. A condition that might be judged otherwise than on AWS is refused
 * by name.
 *
 * @param members with the expressions, parsed
 * @returns refuses an item, too, of which it might be
 * @throws UnsupportedError
 */
export function refuseUnjudged(members: object, { mapPath }: Pick<Engine['db'], 'mapPath'>): (item: Item) => void {
  const { _condition: condition, _filter: filter } = members as {
    readonly _condition?: { readonly expression: Call };
    readonly _filter?: { readonly expression: Call };
  };
  const expressions = [condition, filter].flatMap((parsed) => (parsed === undefined ? [] : [parsed.expression]));
  for (const expression of expressions) refuse(expression);
  const measured = expressions.flatMap(measuredPaths);
  return (item) => {
    // dynalite takes an empty text for none, which has no size.
    if (measured.some((path) => isFalseOrEmpty(mapPath(path, item) ?? {})))
      throw new UnsupportedError('the size of an empty text');
  };
}

function measuredPaths({ name, args }: Call): Path[] {
  if (name === 'size') return args.filter(isPath);
  return args.flatMap((each) => ('args' in each ? measuredPaths(each as Call) : []));
}

function refuse({ type, name, args }: Call): void {
  const [first, ...rest] = args;
  if (['and', 'or', 'not'].includes(type)) return void args.forEach((each) => void refuse(each as Call));
  if (type === 'in' || type === 'between') {
    if (!rest.every(isValue)) throw new UnsupportedError(`${type.toUpperCase()} with an attribute among the values`);
    // dynalite takes false and empty text for nothing.
    if (type === 'in' && rest.some(isFalseOrEmpty)) throw new UnsupportedError('IN with false or an empty text');
  } else if (type !== 'function') {
    if (!args.some(isValue)) throw new UnsupportedError(`${type} between two attributes`);
  } else if (name === 'contains' || name === 'begins_with') {
    const [searched] = rest;
    if (isValue(first) || !isValue(searched) || !['S', 'N', 'B'].includes(typeOf(searched)))
      throw new UnsupportedError(`${name} with anything but an attribute and a text, a number or bytes`);
  }
  if (type !== 'function' && args.some((each) => isValue(each) && ['M', 'L'].includes(typeOf(each))))
    throw new UnsupportedError(`${type} with a map or a list`);
}

const isValue = (expression: Expression | undefined): expression is AttributeValue =>
  expression !== undefined && !Array.isArray(expression) && !('args' in expression);

const isPath = (expression: Expression): expression is Path => Array.isArray(expression);

const typeOf = (value: AttributeValue) => Object.keys(value)[0] ?? '';

const isFalseOrEmpty = (expression: Expression) =>
  isValue(expression) && Object.values(expression).some((value) => value === false || value === '');
