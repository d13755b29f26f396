import { createRemovals } from '../../journey/removals.js';

describe('what is to be removed', () => {
  it('goes in the reverse order, once, and a failure keeps nothing else', async () => {
    const removals = createRemovals();
    const gone: string[] = [];
    for (const what of ['the user', 'the identity', 'the policy']) {
      removals.add({
        what,
        byHand: `remove ${what}`,
        async remove() {
          if (what === 'the identity') throw new Error('not now');
          gone.push(what);
        },
      });
    }
    expect(removals.left().map(({ what }) => what)).toEqual(['the policy', 'the identity', 'the user']);
    expect(await removals.removeAll()).toEqual([
      expect.objectContaining({ what: 'the identity', byHand: 'remove the identity', error: new Error('not now') }),
    ]);
    expect(gone).toEqual(['the policy', 'the user']);
    expect(removals.left()).toEqual([]);
    expect(await removals.removeAll()).toEqual([]);
    expect(gone).toHaveLength(2);
  });

  it('goes too where it was added by another one, and is told as left until it has gone', async () => {
    const removals = createRemovals();
    const told: string[][] = [];
    const tell = async () => void told.push(removals.left().map(({ what }) => what));
    removals.add({
      what: 'the user',
      async remove() {
        await tell();
        removals.add({ what: 'what came meanwhile', remove: tell });
      },
    });
    expect(await removals.removeAll()).toEqual([]);
    expect(told).toEqual([['the user'], ['what came meanwhile']]);
  });
});
