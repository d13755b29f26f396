import type { Action, Decision, Facts } from '../facts.js';
import type { Fault } from '../faults.js';
import { judged, type Verdict } from '../finding.js';
import { isForeignClientId } from './foreign-client-id.js';

const FAULTS: Readonly<Record<Action, Fault>> = {
  Invoke: 'ApiNotInRole',
  Connect: 'ClientIdNotAllowed',
  Publish: 'PublishNotInRole',
  RetainPublish: 'RetainNotInRole',
  Subscribe: 'FilterNotInRole',
  Receive: 'ReceiveNotInRole',
};

/** Whether the role allows all that was asked for. */
export function roleRightsCheck({
  byRole,
  role,
  identity,
  asked,
}: Pick<Facts, 'byRole' | 'role' | 'identity' | 'asked'>): Verdict | undefined {
  if (byRole === undefined) return undefined;
  return judged(byRole, (decisions) => {
    const refused = decisions.find(({ effect }) => effect !== 'allow');
    if (refused === undefined) return { ok: `allows ${decisions.map(({ action }) => action).join(', ')}` };
    const { resource, action, missing = [] } = refused;
    const what = `${action} on ${resource}`;
    if (refused.effect === 'explicitDeny') return { bad: 'DeniedByRole', text: `a Deny in the role forbids ${what}` };
    if (refused.boundaryForbids) {
      const boundary = role !== undefined && 'known' in role ? role.known.boundary : undefined;
      return { bad: 'BoundaryForbids', text: `the permissions boundary ${boundary ?? ''} does not allow ${what}` };
    }
    const tags = missing.filter((key) => key.toLowerCase().startsWith('aws:principaltag/'));
    if (tags.length > 0)
      return { unknown: `${what} rests on the user's ${tags.join(', ')}, which IAM is not told here` };
    const known = identity !== undefined && 'known' in identity ? identity.known : undefined;
    return { bad: faultOf(refused, known, asked), text: `the role does not allow ${what}` };
  });
}

function faultOf(
  { action }: Decision,
  identity: { identityId: string; logins: readonly string[] } | undefined,
  { clientId }: Facts['asked'],
): Fault {
  if (identity?.logins.length === 0) return 'Guest';
  if (action === 'Connect' && isForeignClientId(clientId, identity?.identityId)) return 'ClientIdForeign';
  return FAULTS[action];
}
