import { createTable, type Table } from '../../../sandbox/state/table.js';

interface Pet {
  readonly owner: string;
  readonly legs: number;
}

let pets: Table<Pet>;
beforeEach(() => {
  pets = createTable(new Map([['rex', { owner: 'ada', legs: 4 }]]));
});

describe('a table', () => {
  it('finds records by another name, also those that were there before, oldest first', () => {
    const ofOwner = pets.index(({ owner }) => [owner]);
    pets.put('tweety', { owner: 'ada', legs: 2 });
    expect(ofOwner('ada').map(({ legs }) => legs)).toEqual([4, 2]);
    expect(ofOwner('grace')).toEqual([]);
  });

  it('finds a changed record by what it says now, and a deleted one no more', () => {
    const ofOwner = pets.index(({ owner }) => [owner]);
    pets.put('rex', { owner: 'grace', legs: 3 });
    expect(ofOwner('ada')).toEqual([]);
    expect(ofOwner('grace')).toEqual([{ owner: 'grace', legs: 3 }]);
    pets.delete('rex');
    expect(ofOwner('grace')).toEqual([]);
    expect([...pets.entries()]).toEqual([]);
  });

  it('keeps a record in its place when it changes', () => {
    pets.put('tweety', { owner: 'ada', legs: 2 });
    pets.put('rex', { owner: 'ada', legs: 3 });
    expect([...pets.keys()]).toEqual(['rex', 'tweety']);
    expect(pets.size).toBe(2);
  });

  it('tells of each change before it is made, and makes none that is not taken', () => {
    const heard: unknown[] = [];
    const table = createTable<Pet>(new Map(), (key, record) => {
      if (key === 'no') throw new Error('the disk is full');
      heard.push([key, record, table.get(key)]);
    });
    const byLegs = table.index(({ legs }) => [String(legs)]);
    table.put('rex', { owner: 'ada', legs: 4 });
    table.delete('rex');
    table.delete('rex');
    expect(() => table.put('no', { owner: 'ada', legs: 4 })).toThrow('the disk is full');
    expect(heard).toEqual([
      ['rex', { owner: 'ada', legs: 4 }, undefined],
      ['rex', undefined, { owner: 'ada', legs: 4 }],
    ]);
    expect([table.size, byLegs('4')]).toEqual([0, []]);
  });

  it('takes no longer to find one among many than among few', () => {
    const ofOwner = pets.index(({ owner }) => [owner]);
    for (let number = 0; number < 100_000; number += 1) pets.put(String(number), { owner: `owner-${number}`, legs: 4 });
    const begun = performance.now();
    for (let number = 0; number < 10_000; number += 1) ofOwner(`owner-${number}`);
    // Looking at all of them each time would take a minute.
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
