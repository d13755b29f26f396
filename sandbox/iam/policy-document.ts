import { UnsupportedError } from '../errors.js';
import { type Condition, parseConditions } from './condition.js';
import { parsePattern, type WildcardPattern } from './wildcard-pattern.js';

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
  const statements = [document.Statement].flat() as Record<string, unknown>[];
  return { name, statements: statements.map((statement, index) => parseStatement(name, statement, index)) };
}

function parseStatement(name: string, statement: Record<string, unknown>, index: number): Statement {
  const id = typeof statement.Sid === 'string' && statement.Sid !== '' ? statement.Sid : `#${index + 1}`;
  const where = `${name}, statement ${id}`;
  const unknown = Object.keys(statement).find((element) => !ELEMENTS.includes(element));
  if (unknown !== undefined) throw new UnsupportedError(`policy element ${unknown} in ${where}`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new UnsupportedError(`effect ${String(statement.Effect)} in ${where}`);
  }
  return {
    id,
    effect: statement.Effect,
    // Actions are not case-sensitive.
    actions: strings(statement.Action ?? statement.NotAction, where).map((action) =>
      parsePattern(action.toLowerCase()),
    ),
    exceptActions: statement.NotAction !== undefined,
    resources: strings(statement.Resource ?? statement.NotResource ?? [], where).map((resource) =>
      parsePattern(resource, { asArn: true }),
    ),
    exceptResources: statement.NotResource !== undefined,
    principals: parsePrincipals(statement.Principal, where),
    conditions: parseConditions(statement.Condition, where),
  };
}

function parsePrincipals(element: unknown, where: string): Record<string, string[]> {
  if (element === undefined) return {};
  if (element === '*') return { AWS: ['*'] };
  const entries = Object.entries(element as Record<string, unknown>);
  return Object.fromEntries(entries.map(([kind, values]) => [kind, strings(values, where)]));
}

function strings(element: unknown, where: string): string[] {
  const values = [element].flat();
  const other = values.find((value) => typeof value !== 'string');
  if (other !== undefined) throw new UnsupportedError(`${JSON.stringify(other)} where ${where} needs text`);
  return values as string[];
}
