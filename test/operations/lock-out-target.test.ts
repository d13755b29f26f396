import { DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { lockOutTarget } from '../../operations/lock-out-target.js';
import { ADA, lockOutWorld } from './lock-out-world.js';

const ID = 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef';

describe('who is to be locked out', () => {
  const toolsOf = (world: ReturnType<typeof lockOutWorld>, describe: () => object = () => ({})) => ({
    ...world.tools,
    identities: {
      send: async (command: unknown) => {
        expect(command).toBeInstanceOf(DescribeIdentityCommand);
        return describe();
      },
    },
  });

  it('is the user of an identity that the directory knows', async () => {
    const world = lockOutWorld();
    world.identities.push(ID);
    const target = await lockOutTarget({ identityId: ID }, toolsOf(world));
    expect(target).toEqual({ sub: ADA.sub, user: ADA, identityIds: [ID] });
  });

  it('is a deleted user whom the directory knows still', async () => {
    const world = lockOutWorld();
    world.identities.push(ID);
    expect(await lockOutTarget({ user: 'sub-gone' }, toolsOf(world))).toEqual({
      sub: 'sub-gone',
      user: undefined,
      identityIds: [],
    });
  });

  it('is an identity alone that nobody knows, also one that was deleted', async () => {
    const gone = Object.assign(new Error('not found'), { name: 'ResourceNotFoundException' });
    const world = lockOutWorld();
    for (const answer of [
      () => ({ Logins: ['graph.facebook.com'] }),
      () => {
        throw gone;
      },
    ]) {
      const target = await lockOutTarget({ identityId: ID }, toolsOf(world, answer));
      expect(target).toEqual({ sub: undefined, user: undefined, identityIds: [ID] });
    }
  });

  it.each([
    ['UnknownUser', { user: 'nobody' }],
    ['GuestIdentity', { identityId: ID }],
    ['InvalidIdentity', { identityId: 'id-1' }],
  ])('is refused by name: %s', async (code, given) => {
    await expect(lockOutTarget(given, toolsOf(lockOutWorld()))).rejects.toMatchObject({ code });
  });

  it('is nobody where user and identity do not belong together', async () => {
    const world = lockOutWorld();
    world.identities.push(ID);
    const bob = { ...ADA, sub: 'sub-2', userName: 'bob' };
    const tools = { ...toolsOf(world), users: { ...world.tools.users, find: async () => bob } };
    await expect(lockOutTarget({ user: 'bob', identityId: ID }, tools)).rejects.toMatchObject({ code: 'OtherUser' });
  });
});
