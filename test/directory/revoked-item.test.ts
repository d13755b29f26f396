import {
  deviceKey,
  everyDevice,
  identityKey,
  lockKey,
  type RevokedItem,
  revokedKey,
  userKey,
  userOfKey,
} from '../../contract/directory-items.js';

describe('the mark of a revoked user', () => {
  const user = { userPoolId: 'us-east-1_AbCdEfGhI', sub: '11111111-2222-4333-8444-555555555555' };

  it('is one of its own for each user, so that the index does not gather those of all', () => {
    const item: RevokedItem = { pk: userKey(user), sk: revokedKey(user), revokedAt: '2026-12-01T05:00:00.000Z' };
    expect(item.sk).toBe(`revoked#${user.sub}`);
    expect(userOfKey(item.pk)).toEqual(user);
  });

  it('is the last of the partition, so that one query from the devices on meets it', () => {
    const keys = [deviceKey(everyDevice), deviceKey('zzz'), identityKey('us-east-1:f'), lockKey(user)];
    expect([...keys, revokedKey(user)].sort().at(-1)).toBe(revokedKey(user));
  });
});
