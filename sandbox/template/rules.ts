import { DeploymentError } from '../base/errors.js';
import { holds, type Predicates } from './conditions.js';
import type { Scope } from './intrinsics.js';
import type { Template } from './template.js';

interface Rule {
  readonly RuleCondition?: unknown;
  readonly Assertions?: readonly { readonly Assert?: unknown; readonly AssertDescription?: string }[];
}

const PAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html';

const PREDICATES: Predicates = {
  'Fn::Contains': ([list, value]) => texts(list).includes(String(value)),
  'Fn::EachMemberEquals': ([list, value]) => texts(list).every((text) => text === String(value)),
  'Fn::EachMemberIn': ([list, others]) => texts(list).every((text) => texts(others).includes(text)),
};

/**
 * Holds the template's rules, as CloudFormation does before it creates anything.
 *
 * @throws DeploymentError with what the rule says; UnsupportedError for a rule that cannot be judged
 */
export function holdRules({ Rules = {} }: Pick<Template, 'Rules'>, where: string, scope: Scope): void {
  for (const [name, rule] of Object.entries(Rules)) {
    const { RuleCondition, Assertions = [] } = rule as Rule;
    if (RuleCondition !== undefined && !holds(RuleCondition, scope, PREDICATES)) continue;
    for (const { Assert, AssertDescription } of Assertions) {
      if (holds(Assert, scope, PREDICATES)) continue;
      throw new DeploymentError(`the parameters of ${where}`, AssertDescription ?? `what rule ${name} asserts`, PAGE);
    }
  }
}

function texts(list: unknown): string[] {
  return [list].flat().map(String);
}
