import { revoke } from '../../operations/revoke.js';
import { lockOutWorld } from './lock-out-world.js';

/** The first of each, in order. */
const order = (calls: readonly string[]) => [...new Set(calls)];

describe('revoking a user', () => {
  it('marks before it lists, denies before it disconnects, and looks again', async () => {
    const { calls, identities, tools, target, options } = lockOutWorld();
    identities.push('id-1', 'id-2');
    const { identityIds, failed, waited } = await revoke(target, { ...options, clientIds: ['tab'] }, tools);
    expect({ identityIds, failed, waited }).toEqual({ identityIds: ['id-1', 'id-2'], failed: [], waited: true });
    expect(order(calls)).toEqual([
      'mark',
      'disable',
      'sign-out',
      'list',
      'deny id-1',
      'deny id-2',
      'end tab',
      'end id-1',
      'end id-2',
    ]);
    expect(calls.at(-1)).toBe('list');
  });

  it('denies an identity that POST records at that moment', async () => {
    const { before, identities, tools, target, options } = lockOutWorld();
    identities.push('id-1');
    // Recorded after the first listing: its POST reads the mark after that, and is refused.
    before.set('deny id-1', () => identities.includes('id-2') || identities.push('id-2'));
    before.set('deny id-2', () => identities.includes('id-3') || identities.push('id-3'));
    const { identityIds } = await revoke(target, options, tools);
    expect(identityIds).toEqual(['id-1', 'id-2', 'id-3']);
  });

  it.each(['mark', 'disable', 'sign-out', 'deny id-1', 'end id-1'])(
    'does the rest where this fails, and says so: %s',
    async (what) => {
      const { calls, failing, identities, tools, target, options } = lockOutWorld();
      identities.push('id-1', 'id-2');
      failing.add(what);
      const { failed } = await revoke(target, options, tools);
      expect(failed).toHaveLength(1);
      expect(failed[0]?.error).toEqual({ code: 'Error', message: `${what} is out of order` });
      expect(order(calls)).toEqual(expect.arrayContaining(['mark', 'disable', 'sign-out', 'deny id-2', 'end id-2']));
    },
  );

  it.each(['list', 'deny id-1', 'end id-1'])(
    'reports nothing of a step that is done in a later round: %s',
    async (what) => {
      const { failing, before, identities, tools, target, options, told } = lockOutWorld();
      identities.push('id-1');
      failing.add(what);
      before.set('wait', () => failing.clear());
      const result = await revoke(target, { ...options, waitTime: 1000 }, tools);
      expect(told.some(({ error }) => error !== undefined)).toBe(true);
      expect(result).toMatchObject({ identityIds: ['id-1'], failed: [], disconnected: ['id-1'] });
    },
  );

  it('goes on as long as it is told to, and disconnects whoever is heard of meanwhile', async () => {
    const { calls, before, identities, state, tools, target, options } = lockOutWorld();
    identities.push('id-1');
    let hear: (clientId: string) => void = () => undefined;
    let unwatched = false;
    const watch = async (found: (clientId: string) => void) => {
      hear = found;
      return async () => {
        unwatched = true;
      };
    };
    before.set('wait', () => {
      hear('id-1-tab');
      hear('somebody-else');
    });
    await revoke(target, { ...options, waitTime: 8 * 60_000 }, { ...tools, watch });
    expect(state.now).toBe(8 * 60_000);
    expect(calls.filter((name) => name === 'wait')).toHaveLength(32);
    expect(calls).toContain('end id-1-tab');
    expect(calls).not.toContain('end somebody-else');
    expect(unwatched).toBe(true);
  });

  it('says that it was not waited where it is stopped', async () => {
    const { calls, tools, target, options } = lockOutWorld();
    const ending = new AbortController();
    ending.abort();
    const result = await revoke(target, { ...options, waitTime: 1000, signal: ending.signal }, tools);
    expect(result.waited).toBe(false);
    expect(calls).not.toContain('wait');
  });

  it('says that somebody has restored the user at the same time', async () => {
    const { before, identities, state, tools, target, options } = lockOutWorld();
    identities.push('id-1');
    before.set('end id-1', () => {
      state.mark = undefined;
    });
    const { failed } = await revoke(target, options, tools);
    expect(failed).toMatchObject([{ step: 'mark', error: { code: 'RestoredMeanwhile' } }]);
  });

  it('remembers of the first time whether the user could sign in', async () => {
    const { state, tools, target, options } = lockOutWorld();
    const disabled = { ...target, user: target.user && { ...target.user, enabled: false } };
    await revoke(disabled, { ...options, reason: 'first' }, tools);
    await revoke(target, options, tools);
    expect(state.mark).toMatchObject({ wasEnabled: false });
  });
});
