import type { Decision, DecisionLayer } from '../../contract/decision.js';
import type { Clock } from '../base/clock.js';
import { PRINCIPAL_TAG, principalContext, principalLayers } from '../iam/authorize.js';
import type { DecisionLog } from '../iam/decision-log.js';
import { type AccessRequest, evaluate } from '../iam/evaluate.js';
import type { PolicyDocument } from '../iam/policy-document.js';
import type { Principal } from '../iam/principal.js';
import { WatchedContext } from '../iam/watched-context.js';
import type { DataPlaneRequest } from './data-plane-request.js';
import { createDecisionMemory, type Grounds } from './decision-memory.js';
import type { PolicyAttachments } from './policy-attachments.js';
import type { Things } from './things.js';

/** @param request the same object asks the same: what it was told is told again, while nothing has changed */
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
  const memory = createDecisionMemory();

  const layersOf = (principal: Principal, { attached, isThing }: Grounds, request: WatchedRequest, thing = '') => {
    const layers = principalLayers(principal, request);
    if (attached === undefined) return layers;
    return [...layers, evaluateAttached(attached, withContextOfIot(request, thingVariables(isThing, thing)))];
  };

  return (principal, request) => {
    const { action, resource, clientId, sourceIp, conditions = [] } = request;
    const { cognito } = principal;
    const identityId = cognito?.authenticationType === 'authenticated' ? cognito.identityId : undefined;
    const grounds: Grounds = {
      principal,
      attached: identityId === undefined ? undefined : attachments.documents(identityId),
      isThing: identityId !== undefined && clientId !== undefined && things.isAttached(clientId, identityId),
    };
    const before = memory.recall(request, grounds);
    if (before !== undefined) {
      decisions.recordAgain(before);
      return before;
    }
    const context = new WatchedContext([...principalContext(principal, { now: clock.now(), sourceIp }), ...conditions]);
    if (clientId !== undefined) context.set('iot:clientid', [clientId]);
    const layers = layersOf(principal, grounds, { action, resource, context }, clientId);
    const decision = decisions.record({
      principal: principal.arn,
      ...(cognito === undefined ? {} : { identityId: cognito.identityId }),
      action,
      resource,
      allowed: layers.every(({ effect }) => effect === 'Allow'),
      layers,
    });
    if (!context.hasToldTime) memory.remember(request, grounds, decision);
    return decision;
  };
}

interface WatchedRequest extends AccessRequest {
  readonly context: WatchedContext;
}

/**
 * Filled where the client ID is the name of a thing that the identity is attached to; a thing's name without the
 * attachment would be a mere claim.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html
 */
function thingVariables(isThing: boolean, thingName: string): [string, string[]][] {
  if (!isThing) return [['iot:connection.thing.isattached', ['false']]];
  return [
    ['iot:connection.thing.isattached', ['true']],
    ['iot:connection.thing.thingname', [thingName]],
  ];
}

/**
 * Things are known to IoT policies only: in a role their variables have no value. And nothing that AWS documents lets
 * an IoT policy see session tags, so one that asks for them allows nothing.
 */
function withContextOfIot(request: WatchedRequest, thing: readonly [string, string[]][]): AccessRequest {
  const tags = [...request.context.keys()].filter((key) => key.startsWith(PRINCIPAL_TAG));
  return { ...request, context: request.context.changed(tags, thing) };
}

function evaluateAttached(documents: readonly PolicyDocument[], request: AccessRequest): DecisionLayer {
  const verdict = evaluate(documents, request);
  if (documents.length > 0) return { kind: 'iot-policy', ...verdict };
  return { kind: 'no-iot-policy', note: 'none attached, or not in effect yet', ...verdict };
}
