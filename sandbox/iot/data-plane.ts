import type { Clock } from '../clock.js';
import { PRINCIPAL_TAG, principalContext, principalLayers } from '../iam/authorize.js';
import type { DecisionLayer, DecisionLog, LoggedDecision } from '../iam/decision-log.js';
import { type AccessRequest, evaluate } from '../iam/evaluate.js';
import type { Principal } from '../iam/principal.js';
import type { PolicyAttachments } from './policy-attachments.js';

export interface DataPlaneRequest {
  /** `iot:Connect`, `iot:Publish`, `iot:RetainPublish`, `iot:Subscribe` or `iot:Receive`. */
  readonly action: string;
  readonly resource: string;
  readonly clientId: string;
  readonly sourceIp: string | undefined;
  /** Further condition keys, by lower-case name: `iot:lastwilltopic`. */
  readonly conditions?: ReadonlyMap<string, readonly string[]>;
}

export type AuthorizeDataPlane = (principal: Principal, request: DataPlaneRequest) => LoggedDecision;

export interface DataPlaneOptions {
  readonly attachments: PolicyAttachments;
  readonly decisions: DecisionLog;
  readonly clock: Clock;
}

/**
 * An authenticated identity may do what its role AND an attached IoT policy allow; a guest what its role allows.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
 */
export function createAuthorizeDataPlane({ attachments, decisions, clock }: DataPlaneOptions): AuthorizeDataPlane {
  return (principal, { action, resource, clientId, sourceIp, conditions = new Map() }) => {
    const context = new Map([...principalContext(principal, { now: clock.now(), sourceIp }), ...conditions]);
    context.set('iot:clientid', [clientId]);
    const request: AccessRequest = { action, resource, context };
    const layers = principalLayers(principal, request);
    const { cognito } = principal;
    if (cognito?.authenticationType === 'authenticated') {
      layers.push(evaluateAttached(attachments, cognito.identityId, withoutTags(request)));
    }
    return decisions.record({
      principal: principal.arn,
      ...(cognito === undefined ? {} : { identityId: cognito.identityId }),
      action,
      resource,
      allowed: layers.every(({ effect }) => effect === 'Allow'),
      layers,
    });
  };
}

function evaluateAttached(attachments: PolicyAttachments, identityId: string, request: AccessRequest): DecisionLayer {
  const documents = attachments.documents(identityId);
  const layer = documents.length === 0 ? 'IoT policy (none attached, or not in effect yet)' : 'IoT policy';
  // Only IoT policies know things, and nothing here is attached to one.
  const context = new Map([...request.context, ['iot:connection.thing.isattached', ['false']] as const]);
  return { layer, ...evaluate(documents, { ...request, context }) };
}

/** Nothing that AWS documents lets an IoT policy see session tags, so one that asks for them allows nothing. */
function withoutTags(request: AccessRequest): AccessRequest {
  const context = [...request.context].filter(([key]) => !key.startsWith(PRINCIPAL_TAG));
  return { ...request, context: new Map(context) };
}
