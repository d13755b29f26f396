import type { Action, Facts } from '../facts.js';
import type { Fault } from '../faults.js';
import { judged, type Verdict } from '../finding.js';
import { isForeignClientId } from './foreign-client-id.js';

const FAULTS: Partial<Record<Action, Fault>> = {
  Connect: 'ClientIdNotInIotPolicy',
  Publish: 'PublishNotInIotPolicy',
  Subscribe: 'FilterNotInIotPolicy',
  Receive: 'ReceiveNotInIotPolicy',
};

/** Whether the attached IoT policies allow it, too. */
export function iotRightsCheck({
  byIotPolicies,
  identity,
  asked,
}: Pick<Facts, 'byIotPolicies' | 'identity' | 'asked'>): Verdict | undefined {
  if (byIotPolicies === undefined) return undefined;
  return judged(byIotPolicies, (decisions) => {
    const refused = decisions.find(({ effect }) => effect !== 'allow');
    if (refused === undefined) {
      return {
        ok:
          decisions.length === 0
            ? 'of a guest the role alone is asked'
            : `allow ${decisions.map(({ action }) => action).join(', ')}`,
      };
    }
    const what = `${refused.action} on ${refused.resource}`;
    if (refused.effect === 'explicitDeny') {
      return {
        bad: 'DeniedByIotPolicy',
        text: `a Deny of ${(refused.denying ?? []).join(', ')} forbids ${what}`,
      };
    }
    const own = identity !== undefined && 'known' in identity ? identity.known?.identityId : undefined;
    const isForeign = refused.action === 'Connect' && isForeignClientId(asked.clientId, own);
    const fault = isForeign ? 'ClientIdForeign' : (FAULTS[refused.action] ?? 'PublishNotInIotPolicy');
    return { bad: fault, text: `the attached IoT policies do not allow ${what}` };
  });
}
