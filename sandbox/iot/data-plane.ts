import type { Decision, DecisionLayer } from '../../contract/decision.js';
import type { Clock } from '../base/clock.js';
import { PRINCIPAL_TAG, principalContext, principalLayers } from '../iam/authorize.js';
import type { DecisionLog } from '../iam/decision-log.js';
import { type AccessRequest, evaluate } from '../iam/evaluate.js';
import type { Principal } from '../iam/principal.js';
import type { PolicyAttachments } from './policy-attachments.js';
import type { Things } from './things.js';

export interface DataPlaneRequest {
  /** `iot:Connect`, `iot:Publish`, `iot:RetainPublish`, `iot:Subscribe`, `iot:Receive`, `iot:GetThingShadow`, … */
  readonly action: string;
  readonly resource: string;
  /** Undefined over HTTPS. */
  readonly clientId: string | undefined;
  readonly sourceIp: string | undefined;
  /** Further condition keys, by lower-case name: `iot:lastwilltopic`. */
  readonly conditions?: ReadonlyMap<string, readonly string[]>;
}

export type AuthorizeDataPlane = (principal: Principal, request: DataPlaneRequest) => Decision;

export interface DataPlaneOptions {
  readonly attachments: PolicyAttachments;
  readonly things: Pick<Things, 'isAttached'>;
  readonly decisions: DecisionLog;
  readonly clock: Clock;
}

/**
 * An authenticated identity may do what its role AND an attached IoT policy allow; a guest what its role allows.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
 */
export function createAuthorizeDataPlane(options: DataPlaneOptions): AuthorizeDataPlane {
  const { attachments, things, decisions, clock } = options;
  return (principal, { action, resource, clientId, sourceIp, conditions = new Map() }) => {
    const context = new Map([...principalContext(principal, { now: clock.now(), sourceIp }), ...conditions]);
    if (clientId !== undefined) context.set('iot:clientid', [clientId]);
    const request: AccessRequest = { action, resource, context };
    const layers = principalLayers(principal, request);
    const { cognito } = principal;
    if (cognito?.authenticationType === 'authenticated') {
      const { identityId } = cognito;
      const thing = thingVariables(things, identityId, clientId);
      layers.push(evaluateAttached(attachments, identityId, withContextOfIot(request, thing)));
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

/**
 * Filled where the client ID is the name of a thing that the identity is attached to; a thing's name without the
 * attachment would be a mere claim.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html
 */
function thingVariables(
  things: DataPlaneOptions['things'],
  identityId: string,
  clientId: string | undefined,
): [string, string[]][] {
  if (clientId === undefined || !things.isAttached(clientId, identityId)) {
    return [['iot:connection.thing.isattached', ['false']]];
  }
  return [
    ['iot:connection.thing.isattached', ['true']],
    ['iot:connection.thing.thingname', [clientId]],
  ];
}

/**
 * Things are known to IoT policies only: in a role their variables have no value. And nothing that AWS documents lets
 * an IoT policy see session tags, so one that asks for them allows nothing.
 */
function withContextOfIot(request: AccessRequest, thing: readonly [string, string[]][]): AccessRequest {
  const context = [...request.context].filter(([key]) => !key.startsWith(PRINCIPAL_TAG));
  return { ...request, context: new Map([...context, ...thing]) };
}

function evaluateAttached(attachments: PolicyAttachments, identityId: string, request: AccessRequest): DecisionLayer {
  const documents = attachments.documents(identityId);
  const verdict = evaluate(documents, request);
  if (documents.length > 0) return { kind: 'iot-policy', ...verdict };
  return { kind: 'no-iot-policy', note: 'none attached, or not in effect yet', ...verdict };
}
