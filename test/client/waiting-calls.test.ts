import { createWaitingCalls } from '../../client/waiting-calls.js';

const options = { starts: true, signal: undefined };

describe('calls that wait', () => {
  it('fail alone when one of them throws, and the others have their turn', async () => {
    const calls = createWaitingCalls<string>(() => undefined);
    const wrong = calls.call(() => {
      throw new TypeError('an option is null');
    }, options);
    const right = calls.call(async (called) => called, options);
    calls.release('engine');
    await expect(wrong).rejects.toThrow('an option is null');
    await expect(right).resolves.toBe('engine');
  });
});
