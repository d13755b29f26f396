import { restore } from '../../operations/restore.js';
import { lockOutWorld } from './lock-out-world.js';

const MARK = { revokedAt: '2026-12-01T00:00:00.000Z', reason: undefined, wasEnabled: true };

function revokedWorld() {
  const world = lockOutWorld();
  world.identities.push('id-1', 'id-2');
  world.state.mark = MARK;
  return world;
}

describe('restoring a user', () => {
  it('takes the mark off last', async () => {
    const { calls, state, tools, target, options } = revokedWorld();
    expect(await restore(target, options.told, tools)).toEqual({ identityIds: ['id-1', 'id-2'], failed: [] });
    expect([...new Set(calls)]).toEqual(['list', 'lift id-1', 'lift id-2', 'enable', 'unmark']);
    expect(state.mark).toBeUndefined();
  });

  it('leaves the mark where a Deny could not be taken off', async () => {
    const { calls, failing, state, tools, target, options } = revokedWorld();
    failing.add('lift id-1');
    const { failed } = await restore(target, options.told, tools);
    expect(failed).toMatchObject([{ step: 'lift', of: 'id-1' }]);
    expect(calls).toContain('lift id-2');
    expect(state.mark).toBe(MARK);
  });

  it('leaves the mark of somebody who revokes at the same time, and says so', async () => {
    const { before, state, tools, target, options } = revokedWorld();
    const later = { ...MARK, revokedAt: '2026-12-01T00:00:01.000Z' };
    before.set('enable', () => {
      state.mark = later;
    });
    const { failed } = await restore(target, options.told, tools);
    expect(failed).toMatchObject([{ step: 'unmark', error: { code: 'RevokedMeanwhile' } }]);
    expect(state.mark).toBe(later);
  });

  it.each([
    ['could not sign in before', { ...MARK, wasEnabled: false }],
    ['is not revoked at all', undefined],
  ])('does not enable a user who %s', async (_, mark) => {
    const { calls, state, tools, target, options } = revokedWorld();
    state.mark = mark;
    await restore(target, options.told, tools);
    expect(calls).toContain('lift id-1');
    expect(calls).not.toContain('enable');
  });

  it('without a directory takes the Deny off what is named, and enables who is named', async () => {
    const { calls, tools, target, options } = revokedWorld();
    const { directory: _, ...others } = tools;
    const named = { ...target, identityIds: ['id-9'] };
    await restore(named, options.told, { ...others, directory: undefined });
    expect(calls).toEqual(['lift id-9', 'enable']);
  });
});
