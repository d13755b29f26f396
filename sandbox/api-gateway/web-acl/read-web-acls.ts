import { UnsupportedError } from '../../base/errors.js';
import type { StackResource, StackResources } from '../../template/stack-resources.js';
import { createRateFilter, type RequestFilter } from './rate-rule.js';
import { readRateRules, WEB_ACL, whyNotJudged } from './read-rate-rules.js';

export const WEB_ACL_ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

/** What a web ACL can stand before, of what is emulated. */
const PROTECTED = /^arn:[\w-]+:(apigateway|cognito-idp|cognito-identity):/;
const STAGE = /^arn:[\w-]+:apigateway:[^:]*::\/restapis\/([^/]+)\/stages\/([^/]+)$/;

/** Whether an association, as the template writes it, may stand before an API: only those are judged. */
export function mayBeBeforeApi({ ResourceArn }: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(ResourceArn ?? '').includes(':apigateway:');
}

/** By `<REST API>/<stage>`: what a request has to pass first of all. */
export type WebAcls = ReadonlyMap<string, RequestFilter>;

/**
 * A web ACL can refuse what the sandbox, without it, would let through. Rules by IP address and rate before a stage of a
 * REST API are judged. Whether stages that share a web ACL are counted together is not documented: that they are is
 * stricter.
 *
 * @param associations those of `webAclAssociations`
 * @throws UnsupportedError for any other, naming the association, what it protects and how to leave it out
 */
export function readWebAcls(
  resources: StackResources,
  associations: readonly StackResource[],
  now: () => number,
): WebAcls {
  const filters = new Map<StackResource, RequestFilter>();
  const found = associations.map((association) => {
    const [, restApiId, stageName] = STAGE.exec(protectedBy(association)) ?? [];
    if (restApiId === undefined) throw notJudged(association);
    const webAcl = webAclOf(association, resources);
    const filter = filters.get(webAcl) ?? filterOf(webAcl, association, now);
    filters.set(webAcl, filter);
    return [`${restApiId}/${stageName}`, filter] as const;
  });
  return new Map(found);
}

/**
 * Those that could refuse something of what is emulated.
 *
 * @param without logical IDs, or the type, of what somebody has left out knowingly
 */
export function webAclAssociations(resources: StackResources, without: readonly string[]) {
  const all = resources.ofType(WEB_ACL_ASSOCIATION).filter((one) => PROTECTED.test(protectedBy(one)));
  const isLeftOut = ({ logicalId }: StackResource) =>
    without.includes(WEB_ACL_ASSOCIATION) || without.includes(logicalId);
  return { judged: all.filter((one) => !isLeftOut(one)), leftOut: all.filter(isLeftOut) };
}

function protectedBy({ property }: StackResource): string {
  return String(property('ResourceArn'));
}

function webAclOf(association: StackResource, resources: StackResources): StackResource {
  const arn = String(association.property('WebACLArn'));
  const webAcl = resources.ofType(WEB_ACL).find(({ physicalId }) => arn.endsWith(`/webacl/${arnPart(physicalId)}`));
  if (webAcl === undefined) throw notJudged(association, `, by ${arn}, which is not in the template`);
  return webAcl;
}

function filterOf(webAcl: StackResource, association: StackResource, now: () => number): RequestFilter {
  const why = whyNotJudged(webAcl.properties());
  if (why !== undefined) throw notJudged(association, `, with ${why} of ${WEB_ACL} ${webAcl.logicalId}`);
  const rules = readRateRules(webAcl).map((rule) => createRateFilter(rule, now));
  // AWS stops at the first that blocks.
  return (sourceIp) => rules.every((lets) => lets(sourceIp));
}

function notJudged(association: StackResource, why = ''): UnsupportedError {
  const { logicalId } = association;
  const how = `to boot without it, and so without its refusals, say --without ${logicalId} (without of startSandbox)`;
  const what = `${WEB_ACL_ASSOCIATION} ${logicalId}, which stands before ${protectedBy(association)}${why}`;
  return new UnsupportedError(`${what} (${how})`);
}

/** `Ref` of a web ACL is `name|id|scope`, and its ARN ends with `name/id`. */
export function arnPart(physicalId: string): string {
  const [name, id] = physicalId.split('|');
  return `${name}/${id}`;
}
