import { UnsupportedError } from '../base/errors.js';
import { resolveIntrinsics, type Scope } from './intrinsics.js';
import type { Template } from './template.js';

/**
 * Whether a condition of the template holds, by its name.
 *
 * @param scope what conditions may use: parameters and mappings, no resources
 * @throws UnsupportedError for a condition that is not there, that rests on itself, or whose functions are not known
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function readConditions(
  { Conditions = {} }: Pick<Template, 'Conditions'>,
  scope: Omit<Scope, 'condition' | 'attribute' | 'imported' | 'outputOf'>,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const underway = new Set<string>();

  const inConditions: Scope = {
    ...scope,
    condition: (name) => condition(name),
    attribute: (logicalId) => refuse(`an attribute of ${logicalId}`),
    imported: (name) => refuse(`the export ${name}`),
    outputOf: (stackName) => refuse(`an output of ${stackName}`),
  };

  const condition = (name: string): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (!Object.hasOwn(Conditions, name)) {
      throw new UnsupportedError(`the condition ${name}, which Conditions does not have`);
    }
    if (underway.has(name)) throw new UnsupportedError(`the condition ${name}, which rests on itself`);
    underway.add(name);
    const result = holds(Conditions[name], inConditions);
    known.set(name, result);
    return result;
  };
  return condition;
}

/** What else than a condition's own functions there may be: the assertions of a rule. */
export type Predicates = Readonly<Record<string, (argument: readonly unknown[]) => boolean>>;

/**
 * Works out `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and `Condition`.
 *
 * @throws UnsupportedError for anything else
 */
export function holds(expression: unknown, scope: Scope, predicates: Predicates = {}): boolean {
  const entries = typeof expression === 'object' && expression !== null ? Object.entries(expression) : [];
  const [name = '', argument] = entries[0] ?? [];
  const wrong = () => new UnsupportedError(`the condition ${JSON.stringify(expression)}`);
  if (entries.length !== 1) throw wrong();
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument);
  const parts = Array.isArray(argument) ? argument : [];
  const inner = (part: unknown) => holds(part, scope, predicates);
  if (name === 'Fn::Equals' && parts.length === 2) {
    const [one, other] = parts.map((part) => compared(resolveIntrinsics(part, scope)));
    return one === other;
  }
  if (name === 'Fn::Not' && parts.length === 1) return !inner(parts[0]);
  // All are looked at, so that a wrong one is found whatever the others are.
  if (name === 'Fn::And' && isSeveral(parts)) return parts.map(inner).every(Boolean);
  if (name === 'Fn::Or' && isSeveral(parts)) return parts.map(inner).some(Boolean);
  const predicate = Object.hasOwn(predicates, name) ? predicates[name] : undefined;
  if (predicate === undefined) throw wrong();
  return predicate(parts.map((part) => resolveIntrinsics(part, scope)));
}

/** As AWS documents it. */
function isSeveral({ length }: readonly unknown[]): boolean {
  return length >= 2 && length <= 10;
}

/** CloudFormation compares text: `true` is "true". */
function compared(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function refuse(what: string): never {
  throw new UnsupportedError(`${what} in a condition: CloudFormation works conditions out before there is a resource`);
}
