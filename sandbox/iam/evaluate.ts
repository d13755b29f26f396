import type { Verdict } from '../../contract/decision.js';
import type { PolicyDocument, Statement } from './policy-document.js';
import { matches, type Variables, type WildcardPattern } from './wildcard-pattern.js';

export interface AccessRequest {
  /** As IAM writes it: `iot:Publish`. */
  readonly action: string;
  /** An ARN, or what AWS evaluates in its place (a bare identity ID for `iot:AttachPolicy`). */
  readonly resource: string;
  /** Condition keys and policy variables, by lower-case name. */
  readonly context: Variables;
}

/**
 * Deny beats Allow, and silence is a no.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(documents: readonly PolicyDocument[], request: AccessRequest): Verdict {
  let allowed: Verdict | undefined;
  for (const document of documents) {
    for (const statement of document.statements) {
      if (!covers(statement, request)) continue;
      const decider = { document: document.name, statement: statement.id };
      if (statement.effect === 'Deny') return { effect: 'ExplicitDeny', ...decider };
      allowed ??= { effect: 'Allow', ...decider };
    }
  }
  return allowed ?? { effect: 'ImplicitDeny' };
}

/** Whether the statement speaks about this request: its action, its resource and its conditions. */
export function covers(statement: Statement, request: AccessRequest): boolean {
  return (
    coversAction(statement, request) && coversResource(statement, request) && satisfiesConditions(statement, request)
  );
}

export function coversAction({ actions, exceptActions }: Statement, { action, context }: AccessRequest): boolean {
  const named = actions.some((pattern) => matches(pattern, action.toLowerCase(), context));
  return named !== exceptActions;
}

export function satisfiesConditions({ conditions }: Statement, { context }: AccessRequest): boolean {
  return conditions.every(({ isSatisfied }) => isSatisfied(context));
}

/**
 * A resource whose variable has no value is no resource: a Deny of it denies nothing, and NotResource excepts nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
function coversResource({ resources, exceptResources }: Statement, { resource, context }: AccessRequest): boolean {
  return resources.some((pattern) => coversOne(pattern, resource, context)) !== exceptResources;
}

/** Apart from `*`, a pattern is an ARN and covers ARNs only. */
function coversOne(pattern: WildcardPattern, resource: string, context: Variables): boolean {
  return pattern.source === '*' || matches(pattern, resource, context);
}
