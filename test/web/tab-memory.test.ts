import { createTabMemory } from '../../web/session/tab-memory.js';

describe('what a tab remembers of its user', () => {
  it('is there after a reload', () => {
    const storage = storageOf();
    createTabMemory(storage).remember('ann', { filters: ['a/#'], unsent: 10 });
    expect(createTabMemory(storage).recall('ann')).toEqual({ filters: ['a/#'], unsent: 10 });
  });

  it('is for nobody else', () => {
    const memory = createTabMemory(storageOf());
    memory.remember('ann', { filters: ['a/#'], unsent: 10 });
    expect(memory.recall('ben')).toEqual({ filters: [], unsent: 0 });
  });

  it.each(['', 'not JSON', 'null', '7', '{"user":"ann","filters":"a"}'])(
    'is nothing where the storage has %j',
    (text) => {
      expect(createTabMemory(storageOf(text)).recall('ann')).toEqual({ filters: [], unsent: 0 });
    },
  );
});

function storageOf(text?: string) {
  let kept = text ?? null;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}
