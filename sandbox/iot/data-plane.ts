import type { Clock } from '../clock.js';
import { principalContext } from '../iam/authorize.js';
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
    const layers: DecisionLayer[] = [{ layer: 'IAM role', ...evaluate(principal.documents, request) }];
    const { cognito } = principal;
    if (cognito?.authenticationType === 'authenticated') {
      layers.push(evaluateAttached(attachments, cognito.identityId, request));
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
  return { layer, ...evaluate(documents, request) };
}
