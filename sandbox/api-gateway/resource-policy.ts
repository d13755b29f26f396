import type { DecisionLayer } from '../../contract/decision.js';
import { UnsupportedError } from '../base/errors.js';
import { type AccessRequest, covers } from '../iam/evaluate.js';
import { type PolicyDocument, parsePolicyDocument, type Statement } from '../iam/policy-document.js';
import type { Principal } from '../iam/principal.js';
import { partitionOf, partitionOfArn } from '../template/partition.js';
import type { StackResource } from '../template/stack-resources.js';

/** A policy that is attached to what is called, and says who may call it. */
export interface ResourcePolicy {
  /** @param caller undefined for somebody who signs nothing */
  readonly judge: (caller: Principal | undefined, request: AccessRequest) => DecisionLayer;
}

/**
 * Whom a statement speaks of: everybody, callers by their ARNs, or the account as a whole. The latter leaves it to the
 * account's own policies, so an Allow for it is none by itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
interface PolicyStatement extends Statement {
  readonly callers: readonly string[];
}

/** Of a REST API. @throws UnsupportedError for what cannot be judged */
export function readResourcePolicy(api: StackResource, json: unknown): ResourcePolicy | undefined {
  if (json === undefined) return undefined;
  const { region, accountId } = api.environment;
  const arn = `arn:${partitionOf(region).name}:execute-api:${region}:${accountId}:${api.physicalId}/`;
  // API Gateway takes a short form of its own: `execute-api:/*`.
  const expand = (resource: string) => resource.replace(/^execute-api:\/?/, arn);
  return parseResourcePolicy(`resource policy of REST API ${api.logicalId}`, json, accountId, expand);
}

/** @throws UnsupportedError naming a principal, an element or a condition that cannot be judged */
export function parseResourcePolicy(
  name: string,
  json: unknown,
  accountId: string,
  expand: (resource: string) => string = (resource) => resource,
): ResourcePolicy {
  const { Statement: given, ...document } = json as { readonly Statement?: unknown };
  const statements = [given ?? []].flat().map((statement, index) => {
    const { Principal, Resource, ...rest } = statement as Record<string, unknown>;
    const resource = [Resource ?? []].flat().map((text) => expand(String(text)));
    // What the principal says is read here; the other elements are those of every policy.
    const [parsed] = parsePolicyDocument(name, {
      ...document,
      Statement: [{ ...rest, Resource: resource }],
    }).statements;
    if (parsed === undefined) throw new UnsupportedError(`a statement of the ${name}`);
    const id = parsed.id === '#1' ? `#${index + 1}` : parsed.id;
    return { ...parsed, id, callers: readCallers(Principal, name) };
  });
  return { judge: (caller, request) => judge({ name, statements }, accountId, caller, request) };
}

function readCallers(principal: unknown, name: string): string[] {
  if (principal === '*') return ['*'];
  const kinds = Object.entries((principal ?? {}) as Record<string, unknown>);
  // A service does not call here; anybody else could.
  const unknown = kinds.find(([kind]) => kind !== 'AWS' && kind !== 'Service');
  if (kinds.length === 0 || unknown !== undefined) {
    throw new UnsupportedError(`the principal ${JSON.stringify(principal)} in the ${name}`);
  }
  return kinds.flatMap(([kind, values]) => (kind === 'AWS' ? [values].flat().map(String) : []));
}

function judge(
  { name, statements }: Pick<PolicyDocument, 'name'> & { readonly statements: readonly PolicyStatement[] },
  accountId: string,
  caller: Principal | undefined,
  request: AccessRequest,
): DecisionLayer {
  const ofCaller = caller === undefined ? ['*'] : ['*', caller.arn, caller.roleArn];
  const ofAccount =
    caller === undefined ? [] : [accountId, `arn:${partitionOfArn(caller.roleArn)}:iam::${accountId}:root`];
  const speaking = statements.filter((statement) => covers(statement, request));
  const names = ({ callers }: PolicyStatement, whom: readonly string[]) => callers.some((one) => whom.includes(one));
  const denies = speaking.find((one) => one.effect === 'Deny' && names(one, [...ofCaller, ...ofAccount]));
  if (denies !== undefined) {
    return { kind: 'resource-policy', effect: 'ExplicitDeny', document: name, statement: denies.id };
  }
  const allows = speaking.find((one) => one.effect === 'Allow' && names(one, ofCaller));
  if (allows === undefined) return { kind: 'resource-policy', effect: 'ImplicitDeny', document: name };
  return { kind: 'resource-policy', effect: 'Allow', document: name, statement: allows.id };
}
