import type { UserPicture } from '../../operations/user-picture.js';
import type { Output } from '../output/output.js';
import { stateOf } from './tell-users.js';

/** All that is known of one user. */
export function tellPicture(picture: UserPicture, output: Output): void {
  const { sub, user, revoked, devices, identities } = picture;
  if (sub === undefined) output.line('user: not known');
  else {
    const names = user === undefined ? '' : `, user name ${user.userName}, e-mail ${user.email ?? 'none'}`;
    output.line(`user: ${sub}${names}, ${stateOf(user, revoked !== undefined)}`);
  }
  if (revoked) output.line(`revoked: ${revoked.revokedAt}${revoked.reason === undefined ? '' : `, ${revoked.reason}`}`);
  if (devices.length > 0) output.line(`devices: ${devices.map(({ device }) => device).join(', ')}`);
  output.line('');
  output.table(
    ['identity', 'last POST', 'IoT policies', 'connections'],
    identities.map(({ identityId, lastPost, detachedAt, policies, connections }) => [
      identityId,
      `${lastPost ?? '-'}${detachedAt === undefined ? '' : ` (left ${detachedAt})`}`,
      policies.join('\n') || '-',
      connections.map(({ clientId }) => clientId).join('\n') || '-',
    ]),
  );
  output.value(picture);
}
