import { UnsupportedError } from '../errors.js';

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
      const [delimiter, items] = resolveIntrinsics(argument, references) as [string, unknown[]];
      return items.join(delimiter);
    }
    case 'Fn::Sub':
      return substitute(argument, references);
    case 'Fn::Select': {
      const [index, items] = resolveIntrinsics(argument, references) as [number | string, unknown[]];
      return items[Number(index)];
    }
    case 'Fn::Split': {
      const [delimiter, text] = resolveIntrinsics(argument, references) as [string, string];
      return text.split(delimiter);
    }
    default:
      throw new UnsupportedError(`the intrinsic function ${name}`);
  }
}

function substitute(argument: unknown, references: References): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return String(text).replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    // `${!Name}` is how Fn::Sub writes a literal `${Name}`.
    if (name.startsWith('!')) return whole.replace('!', '');
    if (name in variables) return String(resolveIntrinsics(variables[name], references));
    const [logicalId = '', ...attribute] = name.split('.');
    return String(attribute.length === 0 ? references.ref(name) : references.attribute(logicalId, attribute.join('.')));
  });
}
