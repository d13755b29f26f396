import { z } from 'zod';
import type { Operate } from '../../service/operator.js';
import type { Views } from '../../service/views.js';
import type { Change } from '../life-cycle-routes.js';

const text = z.string().min(1);
const onPolicy = z.strictObject({ identityId: text, policyName: text });

/** What an operator does to identities and their connections. */
export function serveIdentityActions(change: Change, operate: Operate, views: Views): void {
  change(
    'identities/attach',
    'machine',
    '{"identityId": …, "policyName": …}: attaches an IoT policy',
    onPolicy,
    ({ identityId: target, policyName }) => operate('iot:AttachPolicy', { target, policyName }),
  );
  change(
    'identities/detach',
    'machine',
    '{"identityId": …, "policyName": …}: detaches it',
    onPolicy,
    ({ identityId: target, policyName }) => operate('iot:DetachPolicy', { target, policyName }),
  );
  change(
    'identities/revoke',
    'machine',
    '{"identityId": …}: detaches everything, ends its connections and sessions, and signs its users out',
    z.strictObject({ identityId: text }),
    ({ identityId }) => revoke(identityId, operate, views),
  );
  change(
    'connections/disconnect',
    'machine',
    '{"clientId": …, "cleanSession": true}: ends a connection, as DeleteConnection does',
    z.strictObject({ clientId: text, cleanSession: z.boolean().optional() }),
    ({ clientId, cleanSession = false }) => disconnect(clientId, cleanSession, operate),
  );
}

function disconnect(clientId: string, cleanSession: boolean, operate: Operate): Promise<object> {
  return operate('iot:DeleteConnection', { clientId, cleanSession: String(cleanSession) });
}

/** Sign-out first, then the policies, then the connections: whoever connects again meanwhile is refused. */
async function revoke(identityId: string, operate: Operate, views: Views): Promise<object> {
  // There has to be one: a typing error should not look as if somebody had been shut out.
  await operate('cognito-identity:DescribeIdentity', { IdentityId: identityId });
  const logins = views.identities().find((identity) => identity.identityId === identityId)?.logins ?? {};
  const subs = Object.values(logins);
  const users = views.users().filter(({ sub }) => subs.includes(sub));
  for (const { userPoolId: UserPoolId, userName: Username } of users) {
    await operate('cognito-idp:AdminUserGlobalSignOut', { UserPoolId, Username });
  }
  const detached = (views.attachments()[identityId] ?? []).map(({ policyName }) => policyName);
  for (const policyName of detached) await operate('iot:DetachPolicy', { target: identityId, policyName });
  const open = views.connections().filter((one) => one.identityId === identityId && one.endedAt === undefined);
  const disconnected = open.flatMap(({ clientId }) => clientId ?? []);
  for (const clientId of disconnected) await disconnect(clientId, true, operate);
  return { detached, disconnected, signedOut: users.map(({ userName }) => userName) };
}
