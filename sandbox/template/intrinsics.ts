import { UnsupportedError } from '../base/errors.js';

/** What the intrinsic functions of a template stand for. */
export interface References {
  /** `Ref`: a resource's physical ID, or a pseudo parameter such as `AWS::Region`. */
  ref(logicalId: string): unknown;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, name: string): unknown;
}

/**
 * A value of a template with its intrinsic functions worked out.
 * `undefined` stands for `AWS::NoValue`, and such entries vanish.
 *
 * @throws UnsupportedError naming the function that the sandbox does not know
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveIntrinsics(value: unknown, references: References): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, references)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (
    entries.length === 1 &&
    name !== undefined &&
    (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))
  ) {
    // A policy statement's `Condition` is an object; the intrinsic of that name holds text.
    if (name !== 'Condition' || typeof argument === 'string') return resolveFunction(name, argument, references);
  }
  const stray = entries.find(([key]) => key.startsWith('Fn::'));
  if (stray !== undefined) throw new UnsupportedError(`${stray[0]} beside other keys`);
  const resolved = entries.map(([key, item]) => [key, resolveIntrinsics(item, references)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== undefined));
}

function resolveFunction(name: string, argument: unknown, references: References): unknown {
  switch (name) {
    case 'Ref':
      return references.ref(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId = '', ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
      return references.attribute(String(logicalId), attribute.join('.'));
    }
    case 'Fn::Join': {
      const [delimiter, items] = resolvedPair(name, argument, references);
      if (!Array.isArray(items)) throw malformed(name, argument);
      return items.join(String(delimiter));
    }
    case 'Fn::Sub':
      return substitute(argument, references);
    case 'Fn::Select': {
      const [index, items] = resolvedPair(name, argument, references);
      const item = Array.isArray(items) ? items[Number(index)] : undefined;
      if (item === undefined) throw malformed(name, argument);
      return item;
    }
    case 'Fn::Split': {
      const [delimiter, text] = resolvedPair(name, argument, references);
      if (typeof text !== 'string') throw malformed(name, argument);
      return text.split(String(delimiter));
    }
    default:
      throw new UnsupportedError(`the intrinsic function ${name}`);
  }
}

function resolvedPair(name: string, argument: unknown, references: References): [unknown, unknown] {
  const resolved = resolveIntrinsics(argument, references);
  if (Array.isArray(resolved) && resolved.length === 2) return resolved as [unknown, unknown];
  throw malformed(name, argument);
}

function malformed(name: string, argument: unknown): UnsupportedError {
  return new UnsupportedError(`${name} of ${JSON.stringify(argument)}`);
}

function substitute(argument: unknown, references: References): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return String(text).replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    // `${!Name}` is how Fn::Sub writes a literal `${Name}`.
    if (name.startsWith('!')) return whole.replace('!', '');
    if (Object.hasOwn(variables, name)) return String(resolveIntrinsics(variables[name], references));
    const [logicalId = '', ...attribute] = name.split('.');
    return String(attribute.length === 0 ? references.ref(name) : references.attribute(logicalId, attribute.join('.')));
  });
}
