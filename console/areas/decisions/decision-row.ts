import type { Decision } from '../../../contract/decision.js';
import type { LiveRow } from '../../live/live-row.js';
import type { IdentityNames } from '../../state/identity-names.js';

export interface DecisionRow extends LiveRow {
  readonly decision: Decision;
  readonly who: string;
  /** The resource without the account, and with names in place of identity IDs. */
  readonly what: string;
}

export function decisionRow(decision: Decision, names: IdentityNames): DecisionRow {
  const { number, action, resource, principal, identityId, allowed, reason = '' } = decision;
  const who = identityId === undefined ? shortPrincipal(principal) : names.of(identityId);
  return {
    key: `${number}`,
    text: `${who} ${principal} ${identityId ?? ''} ${action} ${resource} ${reason}`,
    refused: !allowed,
    identity: identityId,
    decision,
    who,
    what: names.inText(shortResource(resource)),
  };
}

/** `role/session` of an assumed role's ARN, else the principal as it is. */
function shortPrincipal(principal: string): string {
  return principal.replace(/^arn:[^:]*:(sts|iam)::\d*:/, '').replace(/^assumed-role\//, '');
}

/** The name behind the account: what one looks for in a list. `topic/…`, `client/…`. */
export function shortResource(resource: string): string {
  return resource.replace(/^arn:(?:[^:]*:){4}/, '');
}
