import { providerOfIdentity } from '../../contract/cognito-identity.js';
import type { DecisionLayer } from '../../contract/decision.js';
import { AwsError } from '../base/errors.js';
import type { DecisionLog } from './decision-log.js';
import { type AccessRequest, evaluate } from './evaluate.js';
import type { Principal } from './principal.js';
import type { Variables } from './wildcard-pattern.js';

export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** Address of the caller, for `aws:SourceIp`. */
  readonly sourceIp?: string;
  /** Condition keys of this action alone, by lower-case name. */
  readonly conditions?: Variables;
  /** What is attached to the resource says, where something is: its Allow does as well as that of the role. */
  readonly resourcePolicy?: (request: AccessRequest) => DecisionLayer;
}

/** Passes, or throws AWS's `AccessDeniedException` (403). */
export type RequireIam = (principal: Principal, request: IamRequest) => void;

/** Asks the role's own policies, which is all that IAM asks for calls to API Gateway and to the IoT control plane. */
export function createRequireIam(log: DecisionLog, now: () => number): RequireIam {
  return (principal, { action, resource, sourceIp, conditions = new Map(), resourcePolicy }) => {
    const context = new Map([...principalContext(principal, { now: now(), sourceIp }), ...conditions]);
    const request = { action, resource, context };
    const ofResource = resourcePolicy?.(request);
    const layers = [...principalLayers(principal, request), ...(ofResource === undefined ? [] : [ofResource])];
    const refusing = refusingLayers(layers);
    const allowed = refusing.length === 0;
    const identityId = principal.cognito?.identityId;
    log.record({
      principal: principal.arn,
      ...(identityId === undefined ? {} : { identityId }),
      action,
      resource,
      allowed,
      layers,
    });
    if (allowed) return;
    const because = whyRefused(refusing, action);
    const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
    throw new AwsError('AccessDeniedException', message, 403);
  };
}

/**
 * In one account either the role or what is attached to the resource has to allow it, and in any case whatever else
 * narrows the credentials. AWS documents cases in which neither boundary nor session policy narrows what a
 * resource-based policy gives; here they always do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
function refusingLayers(layers: readonly DecisionLayer[]): DecisionLayer[] {
  const grants = ({ kind }: DecisionLayer) => kind === 'iam-role' || kind === 'resource-policy';
  const isGranted = layers.some((layer) => grants(layer) && layer.effect === 'Allow');
  const isEnough = (layer: DecisionLayer) => layer.effect === 'ImplicitDeny' && isGranted && grants(layer);
  return layers.filter((layer) => layer.effect !== 'Allow' && !isEnough(layer));
}

/**
 * A Deny comes before silence, wherever it stands.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function whyRefused(layers: readonly DecisionLayer[], action: string): string {
  const denying = layers.find(({ effect }) => effect === 'ExplicitDeny');
  if (denying !== undefined) {
    const kind = kindForPeople(denying);
    return `with an explicit deny in ${kind.startsWith('i') ? 'an' : 'a'} ${kind}`;
  }
  const [silent] = layers;
  return `because no ${silent === undefined ? 'policy' : kindForPeople(silent)} allows the ${action} action`;
}

function kindForPeople({ kind }: DecisionLayer): string {
  if (kind === 'session-policy') return 'session policy';
  if (kind === 'resource-policy') return 'resource-based policy';
  return kind === 'permissions-boundary' ? 'permissions boundary' : 'identity-based policy';
}

/** How the keys of session tags begin in a context. */
export const PRINCIPAL_TAG = 'aws:principaltag/';

/**
 * What the credentials themselves allow: the role's policies and, where there are any, its permissions boundary and the
 * session policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic
 */
export function principalLayers(
  { documents, boundary, sessionPolicy }: Principal,
  request: AccessRequest,
): DecisionLayer[] {
  const layers: DecisionLayer[] = [{ kind: 'iam-role', ...evaluate(documents, request) }];
  if (boundary !== undefined) layers.push({ kind: 'permissions-boundary', ...evaluate([boundary], request) });
  if (sessionPolicy !== undefined) layers.push({ kind: 'session-policy', ...evaluate([sessionPolicy], request) });
  return layers;
}

/** The condition keys and policy variables that a principal's credentials bring with them. */
export function principalContext(
  principal: Principal,
  { now, sourceIp }: { readonly now: number; readonly sourceIp?: string | undefined },
): Variables {
  const context = new Map<string, readonly string[]>([
    ['aws:userid', [principal.userId]],
    // Of an assumed role AWS gives the role, never the session.
    ['aws:principalarn', [principal.roleArn]],
    ['aws:currenttime', [new Date(now).toISOString()]],
    ['aws:epochtime', [String(Math.floor(now / 1000))]],
    // Loopback stands for TLS: on AWS there is no other way in.
    ['aws:securetransport', ['true']],
  ]);
  if (sourceIp !== undefined) context.set('aws:sourceip', [sourceIp]);
  for (const [key, value] of Object.entries(principal.tags ?? {}))
    context.set(`${PRINCIPAL_TAG}${key.toLowerCase()}`, [value]);
  const { cognito } = principal;
  if (cognito === undefined) return context;
  const provider = providerOfIdentity(cognito.identityId);
  return context
    .set(`${provider}:sub`, [cognito.identityId])
    .set(`${provider}:aud`, [cognito.identityPoolId])
    .set(`${provider}:amr`, cognito.amr);
}
