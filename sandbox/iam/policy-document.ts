import { UnsupportedError } from '../base/errors.js';
import { type Condition, parseConditions } from './condition.js';
import { isJudged } from './judged-services.js';
import { ARN_SEGMENTS, parsePattern, type WildcardPattern } from './wildcard-pattern.js';

/** A policy as the evaluator takes it: everything it could not judge was refused while reading. */
export interface PolicyDocument {
  /** How the decision log names it: `role AuthenticatedRole, policy Default`, `IoT policy UsersPolicy`. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  /** The statement's `Sid`, or `#1` for the first one without. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly WildcardPattern[];
  /** True for `NotAction`: every action but these. */
  readonly exceptActions: boolean;
  readonly resources: readonly WildcardPattern[];
  /** True for `NotResource`. */
  readonly exceptResources: boolean;
  /** Trust and resource policies only: kind (`Federated`, `Service`, `AWS`) to values. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly conditions: readonly Condition[];
}

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition'];

/**
 * Reads a policy document's JSON.
 *
 * @throws UnsupportedError naming the element, operator or condition key that the sandbox cannot judge
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function parsePolicyDocument(name: string, json: unknown): PolicyDocument {
  const document = json as { Version?: unknown; Id?: unknown; Statement?: unknown };
  // Without this version, variables would stand for themselves; nothing here is written for that.
  if (document?.Version !== '2012-10-17') {
    throw new UnsupportedError(`policy version ${String(document?.Version)} of ${name} (only 2012-10-17)`);
  }
  refuseUnknown(document, DOCUMENT_ELEMENTS, name);
  const statements = [document.Statement ?? []].flat() as Record<string, unknown>[];
  if (statements.length === 0) throw new UnsupportedError(`${name}, which has no Statement`);
  return { name, statements: statements.map((statement, index) => parseStatement(name, statement, index)) };
}

function parseStatement(name: string, statement: Record<string, unknown>, index: number): Statement {
  if (typeof statement !== 'object' || statement === null) {
    throw new UnsupportedError(`the statement ${JSON.stringify(statement)} of ${name}`);
  }
  const id = typeof statement.Sid === 'string' && statement.Sid !== '' ? statement.Sid : `#${index + 1}`;
  const where = `${name}, statement ${id}`;
  refuseUnknown(statement, ELEMENTS, where);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new UnsupportedError(`effect ${String(statement.Effect)} in ${where}`);
  }
  const [action, exceptActions] = oneOf(statement, 'Action', 'NotAction', where);
  // A trust policy speaks of the role it belongs to; every other policy here of its principal.
  const isTrust = statement.Principal !== undefined;
  if (isTrust && (statement.Resource ?? statement.NotResource) !== undefined) {
    throw new UnsupportedError(`Principal and Resource together in ${where}`);
  }
  const [resource, exceptResources] = isTrust ? [[], false] : oneOf(statement, 'Resource', 'NotResource', where);
  return {
    id,
    effect: statement.Effect,
    actions: strings(action, where).map((text) => parseAction(text, where)),
    exceptActions,
    resources: isTrust ? [] : strings(resource, where).map((text) => parseResource(text, where)),
    exceptResources,
    principals: parsePrincipals(statement.Principal, where),
    // CDK's grants on S3, KMS and others have conditions that only these services could fill.
    conditions: parseConditions(statement.Condition, where, exceptActions || isJudged(strings(action, where))),
  };
}

function refuseUnknown(element: object, known: readonly string[], where: string): void {
  const unknown = Object.keys(element).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnsupportedError(`policy element ${unknown} in ${where}`);
}

/** The value of whichever of the two is there, and whether it is the second: IAM takes exactly one of them. */
function oneOf(statement: Record<string, unknown>, is: string, isNot: string, where: string): [unknown, boolean] {
  const [value, except] = [statement[is], statement[isNot]];
  if (value !== undefined && except !== undefined) {
    throw new UnsupportedError(`${is} and ${isNot} together in ${where}`);
  }
  if (value === undefined && except === undefined) throw new UnsupportedError(`${where}, which is without ${is}`);
  return [value ?? except, except !== undefined];
}

function parseAction(text: string, where: string): WildcardPattern {
  if (!/^(\*|[\w-]+:[\w*?]+)$/.test(text)) throw new UnsupportedError(`the action "${text}" in ${where}`);
  // Actions are not case-sensitive.
  return parsePattern(text.toLowerCase(), { where });
}

/**
 * AWS refuses such a policy too (`MalformedPolicyDocument`): which service an ARN speaks of is always written out, and
 * a variable stands nowhere but in the resource itself.
 */
function parseResource(text: string, where: string): WildcardPattern {
  const pattern = parsePattern(text, { asArn: true, where });
  if (text === '*') return pattern;
  const { segments } = pattern;
  if (segments.length !== ARN_SEGMENTS) {
    throw new UnsupportedError(`the resource "${text}", which is neither * nor a whole ARN, in ${where}`);
  }
  const [, , service = ''] = text.split(':');
  if (/[*?$]/.test(service) || service === '') {
    throw new UnsupportedError(`the resource "${text}", whose service is not written out, in ${where}`);
  }
  const variable = text.indexOf('${');
  if (variable >= 0 && text.slice(0, variable).split(':').length < ARN_SEGMENTS) {
    throw new UnsupportedError(`the resource "${text}", with a variable before the fifth colon, in ${where}`);
  }
  return pattern;
}

function parsePrincipals(element: unknown, where: string): Record<string, string[]> {
  if (element === undefined) return {};
  if (element === '*') return { AWS: ['*'] };
  if (typeof element !== 'object' || element === null) {
    throw new UnsupportedError(`the principal ${JSON.stringify(element)} in ${where}`);
  }
  const entries = Object.entries(element);
  return Object.fromEntries(entries.map(([kind, values]) => [kind, strings(values, where)]));
}

function strings(element: unknown, where: string): string[] {
  const values = [element].flat();
  if (values.length === 0) throw new UnsupportedError(`an empty list in ${where}`);
  for (const value of values) {
    if (typeof value !== 'string') throw new UnsupportedError(`${JSON.stringify(value)} where ${where} needs text`);
  }
  return values as string[];
}
