import { UnsupportedError } from '../base/errors.js';
import { cidrBlocks } from './cidr.js';

/** What the intrinsic functions of a template stand for. */
export interface Scope {
  /** `Ref`: a resource's physical ID, a parameter's value, or a pseudo parameter such as `AWS::Region`. */
  ref(name: string): unknown;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, name: string): unknown;
  /** Whether a condition of this name holds. */
  condition(name: string): boolean;
  /** `Fn::FindInMap`; undefined where the mapping has no such entry. */
  mapped(map: string, topKey: string, secondKey: string): unknown;
  /** `Fn::ImportValue`: what some stack exports under this name. */
  imported(name: string): unknown;
  /** `Fn::GetStackOutput`. */
  outputOf(stackName: string, outputName: string, region: string | undefined): unknown;
}

/** A value of the template to what it stands for. */
type Resolve = (value: unknown) => unknown;

type Intrinsic = (argument: unknown, scope: Scope, resolve: Resolve) => unknown;

/**
 * A value of a template with its intrinsic functions worked out.
 * `undefined` stands for `AWS::NoValue`, and such entries vanish.
 *
 * @throws UnsupportedError naming the function that the sandbox does not know
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== undefined);
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
    if (name !== 'Condition' || typeof argument === 'string') return resolveFunction(name, argument, scope);
  }
  const stray = entries.find(([key]) => key.startsWith('Fn::'));
  if (stray !== undefined) throw new UnsupportedError(`${stray[0]} beside other keys`);
  const resolved = entries.map(([key, item]) => [key, resolveIntrinsics(item, scope)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== undefined));
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  'Fn::GetAtt': (argument, scope, resolve) => {
    const [logicalId = '', ...names] = Array.isArray(argument) ? argument : String(argument).split('.');
    return scope.attribute(String(logicalId), names.map((name) => String(resolve(name))).join('.'));
  },
  'Fn::Join': (argument, _scope, resolve) => {
    const [delimiter, items] = pair('Fn::Join', argument, resolve);
    if (!Array.isArray(items)) throw malformed('Fn::Join', argument);
    return items.join(String(delimiter));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, _scope, resolve) => {
    const [index, items] = pair('Fn::Select', argument, resolve);
    const item = Array.isArray(items) ? items[Number(index)] : undefined;
    if (item === undefined) throw malformed('Fn::Select', argument);
    return item;
  },
  'Fn::Split': (argument, _scope, resolve) => {
    const [delimiter, text] = pair('Fn::Split', argument, resolve);
    if (typeof text !== 'string') throw malformed('Fn::Split', argument);
    return text.split(String(delimiter));
  },
  // What is not chosen is not looked at: it may name what only the other case has.
  'Fn::If': (argument, scope, resolve) => {
    if (!Array.isArray(argument) || argument.length !== 3) throw malformed('Fn::If', argument);
    return resolve(scope.condition(String(argument[0])) ? argument[1] : argument[2]);
  },
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': (argument, scope, resolve) => scope.imported(String(resolve(argument))),
  'Fn::GetStackOutput': stackOutput,
  'Fn::GetAZs': (argument, scope, resolve) => {
    const region = String(resolve(argument) || scope.ref('AWS::Region'));
    return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
  },
  'Fn::Base64': (argument, _scope, resolve) => {
    const text = resolve(argument);
    if (typeof text !== 'string') throw malformed('Fn::Base64', argument);
    return Buffer.from(text).toString('base64');
  },
  'Fn::Cidr': (argument, _scope, resolve) => {
    const [block, count, bits] = [resolve(argument)].flat();
    return cidrBlocks(String(block), Number(count), bits === undefined ? undefined : Number(bits));
  },
  'Fn::Length': (argument, _scope, resolve) => {
    const list = resolve(argument);
    if (!Array.isArray(list)) throw malformed('Fn::Length', argument);
    return list.length;
  },
  'Fn::ToJsonString': (argument, _scope, resolve) => JSON.stringify(resolve(argument)),
};

function resolveFunction(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
  if (intrinsic === undefined) throw new UnsupportedError(`the intrinsic function ${name}`);
  return intrinsic(argument, scope, (value) => resolveIntrinsics(value, scope));
}

function pair(name: string, argument: unknown, resolve: Resolve): [unknown, unknown] {
  const resolved = resolve(argument);
  if (Array.isArray(resolved) && resolved.length === 2) return resolved as [unknown, unknown];
  throw malformed(name, argument);
}

function malformed(name: string, argument: unknown): UnsupportedError {
  return new UnsupportedError(`${name} of ${JSON.stringify(argument)}`);
}

function substitute(argument: unknown, scope: Scope, resolve: Resolve): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return String(text).replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    // `${!Name}` is how Fn::Sub writes a literal `${Name}`.
    if (name.startsWith('!')) return whole.replace('!', '');
    if (Object.hasOwn(variables, name)) return asText(resolve(variables[name]), name);
    const [logicalId = '', ...attribute] = name.split('.');
    const isReference = attribute.length === 0;
    return asText(isReference ? scope.ref(name) : scope.attribute(logicalId, attribute.join('.')), name);
  });
}

/** CloudFormation puts no list into a text, nor what is not there. */
function asText(value: unknown, name: string): string {
  if (typeof value === 'object' || value === undefined) {
    throw new UnsupportedError(
      `\${${name}} in Fn::Sub, which is no text but ${JSON.stringify(value) ?? 'AWS::NoValue'}`,
    );
  }
  return String(value);
}

/** The default value came with the transform AWS::LanguageExtensions, as did keys that are worked out. */
function findInMap(argument: unknown, scope: Scope, resolve: Resolve): unknown {
  if (!Array.isArray(argument) || argument.length < 3) throw malformed('Fn::FindInMap', argument);
  const [map, topKey, secondKey] = argument.slice(0, 3).map((key) => String(resolve(key))) as [string, string, string];
  const value = scope.mapped(map, topKey, secondKey);
  if (value !== undefined) return resolve(value);
  const { DefaultValue } = (argument[3] ?? {}) as { DefaultValue?: unknown };
  if (DefaultValue !== undefined) return resolve(DefaultValue);
  throw new UnsupportedError(`Fn::FindInMap of ${map}, ${topKey}, ${secondKey}, which Mappings does not have`);
}

function stackOutput(argument: unknown, scope: Scope, resolve: Resolve): unknown {
  const source = (resolve(argument) ?? {}) as { StackName?: string; OutputName?: string; Region?: string };
  const { StackName, OutputName, Region } = source;
  if (StackName === undefined || OutputName === undefined) throw malformed('Fn::GetStackOutput', argument);
  return scope.outputOf(StackName, OutputName, Region);
}
