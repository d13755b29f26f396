import type { PatternKind } from './policy-pattern.js';

/** A condition operator taken apart: `ForAnyValue:StringLikeIfExists`. */
interface OperatorForm {
  readonly quantifier: string;
  readonly name: string;
  readonly ifExists: boolean;
}

export function conditionOperatorOf(operator: string): OperatorForm {
  const [, quantifier = '', name = operator, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return { quantifier, name, ifExists: ifExists !== undefined };
}

export function isNegated(name: string): boolean {
  return /Not/.test(name);
}

/** How an operator that takes wildcards reads its values; undefined for those that compare them as they are. */
export function likeKind(name: string): PatternKind | undefined {
  if (/^String(Not)?Like$/.test(name)) return {};
  return /^Arn(Not)?(Like|Equals)$/.test(name) ? { asArn: true } : undefined;
}
