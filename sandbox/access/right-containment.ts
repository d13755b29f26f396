import { conditionOperatorOf, isNegated, likeKind } from './condition-forms.js';
import { contains, mayMeet, policyPattern } from './policy-pattern.js';
import type { Right, RightCondition } from './right.js';

/** Whether the one says of every request that the other speaks of what the other says; where it is not certain, no. */
export function covers(wide: Right, narrow: Right): boolean {
  return coversOnItsWay(wide, narrow) && implies(narrow.conditions ?? [], wide.conditions ?? []);
}

/** The same without the conditions. */
function coversOnItsWay(wide: Right, narrow: Right): boolean {
  return (
    coversPrincipal(wide.principal, narrow.principal) &&
    coversText(actionsOf(wide), actionsOf(narrow), {}) &&
    coversText(resourcesOf(wide), resourcesOf(narrow), { asArn: true })
  );
}

/** Whether the two may speak of the same request; where it is not certain that they do not, yes. */
export function mayConcern(one: Right, other: Right): boolean {
  const action = { one: policyPattern(one.action.toLowerCase()), other: policyPattern(other.action.toLowerCase()) };
  const asArn = { asArn: true };
  return (
    (coversPrincipal(one.principal, other.principal) || coversPrincipal(other.principal, one.principal)) &&
    mayMeet(action.one, action.other) &&
    mayMeet(policyPattern(one.resource, asArn), policyPattern(other.resource, asArn))
  );
}

/** What a pattern covers but what the others cover. */
interface Texts {
  readonly pattern: string;
  readonly except: readonly string[];
}

function actionsOf({ action, exceptActions = [] }: Right): Texts {
  return { pattern: action.toLowerCase(), except: exceptActions.map((one) => one.toLowerCase()) };
}

function resourcesOf({ resource, exceptResources = [] }: Right): Texts {
  return { pattern: resource, except: exceptResources };
}

function coversText(wide: Texts, narrow: Texts, kind: { readonly asArn?: boolean }): boolean {
  const read = (text: string) => policyPattern(text, kind);
  const covered = read(narrow.pattern);
  if (!contains(read(wide.pattern), covered)) return false;
  return wide.except.every((excepted) => {
    const left = read(excepted);
    return !mayMeet(left, covered) || narrow.except.some((one) => contains(read(one), left));
  });
}

function coversPrincipal(wide: string | undefined, narrow: string | undefined): boolean {
  if (wide === narrow || wide === '*') return true;
  return wide !== undefined && narrow !== undefined && wide.endsWith(' *') && narrow.startsWith(wide.slice(0, -1));
}

/** Whether a request that satisfies the former satisfies the latter. */
function implies(satisfied: readonly RightCondition[], asked: readonly RightCondition[]): boolean {
  return asked.every((condition) => satisfied.some((known) => impliesOne(known, condition)));
}

function impliesOne(known: RightCondition, asked: RightCondition): boolean {
  if (known.key !== asked.key) return false;
  const [has, wants] = [conditionOperatorOf(known.operator), conditionOperatorOf(asked.operator)];
  if (has.quantifier !== wants.quantifier) return false;
  // Where the key is missing, `…IfExists` holds, and nothing else need.
  if (has.ifExists && !wants.ifExists) return false;
  const isLiteral = has.name === 'StringEquals' && wants.name === 'StringLike';
  if (has.name !== wants.name && !isLiteral) return false;
  if (wants.name === 'Null') return sameSet(known.values, asked.values);
  const kind = likeKind(wants.name);
  const within = (narrow: string, wide: string) =>
    narrow === wide && !isLiteral
      ? true
      : kind !== undefined &&
        contains(policyPattern(wide, kind), policyPattern(narrow, { ...kind, wildcards: !isLiteral }));
  // One that is negated holds for less, the more values it has.
  if (isNegated(wants.name)) return asked.values.every((value) => known.values.some((one) => within(value, one)));
  return known.values.every((value) => asked.values.some((one) => within(value, one)));
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((value) => b.includes(value)) && b.every((value) => a.includes(value));
}
