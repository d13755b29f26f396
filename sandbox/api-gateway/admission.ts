import { AwsError } from '../base/errors.js';
import type { DecisionLog } from '../iam/decision-log.js';
import type { Principal } from '../iam/principal.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import type { Variables } from '../iam/wildcard-pattern.js';
import type { Call, Doors } from '../service/call-operation.js';
import type { RequestNotes } from './requests/request-log.js';
import type { ResourcePolicy } from './resource-policy.js';

/** A call that somebody signs, or nobody, and what has to be allowed. */
export interface Admission {
  readonly call: Call;
  /** Each of them on each of the resources. */
  readonly actions: readonly [string, ...string[]];
  readonly resources: readonly string[];
  readonly policy: ResourcePolicy | undefined;
  readonly note: RequestNotes;
  /** Condition keys of one action, by lower-case name. @default none */
  readonly conditions?: (action: string) => Variables;
}

/** Signature, role, the policy of what is called, then quota and faults. @throws AwsError */
export async function admitSigner(
  { call, actions, resources, policy, note, conditions = noConditions }: Admission,
  signingName: string,
  { verifier, requireIam, guard, region }: Doors,
): Promise<VerifiedCaller> {
  const caller = await verifier.verify(call.wire, { service: signingName, region });
  const { principal } = caller;
  note({ caller: nameOf(principal) });
  const { sourceIp } = call;
  for (const action of actions) {
    for (const resource of resources) {
      requireIam(principal, {
        action,
        resource,
        conditions: conditions(action),
        ...(sourceIp === undefined ? {} : { sourceIp }),
        ...(policy === undefined ? {} : { resourcePolicy: (request) => policy.judge(principal, request) }),
      });
    }
  }
  await guard.enter(actions[0]);
  return caller;
}

/** For whoever signs nothing: the policy of what is called has to allow it, if there is one. @throws AwsError */
export function requireForAnyone(
  { call, actions, resources, policy, conditions = noConditions }: Admission,
  decisions: DecisionLog,
  now: number,
): void {
  if (policy === undefined) return;
  const common = new Map<string, readonly string[]>([
    ['aws:currenttime', [new Date(now).toISOString()]],
    ['aws:epochtime', [String(Math.floor(now / 1000))]],
    ['aws:securetransport', ['true']],
    ...(call.sourceIp === undefined ? [] : [['aws:sourceip', [call.sourceIp]] as const]),
  ]);
  for (const action of actions) {
    const context = new Map([...common, ...conditions(action)]);
    for (const resource of resources) {
      const layer = policy.judge(undefined, { action, resource, context });
      const allowed = layer.effect === 'Allow';
      decisions.record({ principal: 'anonymous', action, resource, allowed, layers: [layer] });
      if (allowed) continue;
      const explicitly = layer.effect === 'ExplicitDeny' ? ' with an explicit deny' : '';
      const message = `User: anonymous is not authorized to perform: ${action} on resource: ${resource}${explicitly}`;
      throw new AwsError('AccessDeniedException', message, 403);
    }
  }
}

const noConditions = (): Variables => new Map();

/** As people look for a caller: the identity, where Cognito gave the credentials. */
function nameOf({ cognito, arn }: Principal): string {
  return cognito?.identityId ?? arn;
}
