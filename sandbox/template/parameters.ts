import { DeploymentError } from '../base/errors.js';
import { refuseConstraint } from './parameter-constraints.js';
import type { TemplateParameter } from './template.js';

/** The parameters of one template, as its `Ref`s find them. */
export interface Parameters {
  has(name: string): boolean;
  /** Text, or a list of texts where the type is a list. @throws as `readParameters`, for the value of another service */
  value(name: string): unknown;
  /** For views: what is not to be echoed is stars, as CloudFormation shows it. */
  shown(): { readonly name: string; readonly value: string }[];
}

export interface ParametersOptions {
  /** As the options name it: the stack's name, for people. */
  readonly stack: string;
  readonly declared: Readonly<Record<string, TemplateParameter>>;
  /** A text, or what a parent stack works out once it is asked for. */
  readonly given: Readonly<Record<string, string | (() => unknown)>>;
  /** A value in Systems Manager's Parameter Store. @throws UnsupportedError for one that is not known */
  readonly ssmValue: (name: string, neededBy: string) => string;
}

const PAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html';
const SSM_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/;
const HIDDEN = '****';

/**
 * The values of a template's parameters: those given, else their defaults.
 *
 * @throws DeploymentError for one that has neither, or that its constraints do not allow
 */
export function readParameters({ stack, declared, given, ssmValue }: ParametersOptions): Parameters {
  const texts = new Map<string, string>();
  refuseMissing(stack, declared, given);

  const textOf = (name: string): string => {
    const known = texts.get(name);
    if (known !== undefined) return known;
    const { Default } = declared[name] ?? {};
    const own = Object.hasOwn(given, name) ? given[name] : Default;
    const value = typeof own === 'function' ? own() : own;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    refuseConstraint(`${name} of stack ${stack}`, declared[name] ?? { Type: 'String' }, text);
    // What a parent works out is asked for each time: who rests on it then shows.
    if (typeof own !== 'function') texts.set(name, text);
    return text;
  };
  // What needs no other stack is checked at once, whether or not anything refers to it.
  for (const name of Object.keys(declared)) if (typeof given[name] !== 'function') textOf(name);

  const read = (name: string): unknown => {
    const { Type } = declared[name] ?? { Type: 'String' };
    const [, kept] = SSM_VALUE.exec(Type) ?? [];
    // CloudFormation checks the name of such a parameter, and not what stands behind it.
    const text = kept === undefined ? textOf(name) : ssmValue(textOf(name), `parameter ${name} of stack ${stack}`);
    return isList(kept ?? Type) ? listOf(text) : text;
  };
  return {
    has: (name) => Object.hasOwn(declared, name),
    value: read,
    shown: () =>
      Object.entries(declared).map(([name, { NoEcho }]) => ({
        name,
        value: String(NoEcho ?? false) === 'true' ? HIDDEN : textOf(name),
      })),
  };
}

/** Every one at once, so that nobody has to come back for the second. */
function refuseMissing(
  stack: string,
  declared: ParametersOptions['declared'],
  given: ParametersOptions['given'],
): void {
  const missing = Object.entries(declared).filter(
    ([name, { Default }]) => Default === undefined && !Object.hasOwn(given, name),
  );
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name);
  const isNested = stack.includes('/');
  const options = names.map((name) => `--parameter ${stack}:${name}=<value>`).join(' ');
  throw new DeploymentError(
    `${isNested ? 'nested ' : ''}stack ${stack} without its parameters [${names.join(', ')}]`,
    isNested
      ? 'values for them in its parent'
      : `values for them: ${options}, or parameters: { '${stack}:${names[0]}': … } of startSandbox`,
    PAGE,
  );
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

/** CloudFormation takes the spaces around each item away. */
function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

/**
 * What was given for one stack: `Name` is for every stack that has such a parameter, `Stack:Name` for one, and wins.
 */
export function parametersOfStack(
  stack: string,
  declared: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const found = Object.keys(declared).flatMap((name) => {
    const value = [given[`${stack}:${name}`], given[name]].find((text) => text !== undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}

/** @throws Error for a parameter that no stack has, with those there are */
export function refuseUnknownParameters(
  given: Readonly<Record<string, string>>,
  stacks: readonly { readonly stack: string; readonly declared: Readonly<Record<string, unknown>> }[],
): void {
  const known = stacks.flatMap(({ stack, declared }) => Object.keys(declared).map((name) => ({ stack, name })));
  for (const key of Object.keys(given)) {
    if (known.some(({ stack, name }) => key === name || key === `${stack}:${name}`)) continue;
    const names = known.map(({ stack, name }) => `${stack}:${name}`).join(', ') || 'none';
    throw new Error(`No stack that is booted has the parameter ${key}. There are: ${names}.`);
  }
}
