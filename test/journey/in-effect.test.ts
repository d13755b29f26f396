import { onceInEffect } from '../../journey/in-effect.js';
import { JourneyError } from '../../journey/refusal.js';

/** Answers with each of these in turn. */
const answering = (...answers: (Error | string)[]) => {
  let tries = 0;
  return async () => {
    const answer = answers[tries++];
    if (answer instanceof Error) throw answer;
    return answer;
  };
};
const refused = new JourneyError('NotAuthorized', 'no');

describe('a change that takes a while to work', () => {
  it('is tried until it works, and told when that was', async () => {
    const since = performance.now() - 100;
    const effect = await onceInEffect({ patience: 5000 }, since, answering(refused, 'yes'));
    expect(effect).toMatchObject({ result: 'yes', tries: 2 });
    expect(effect.after).toBeGreaterThan(1500);
  });

  it.each([
    ['is not waited for by whoever has no patience', {}, refused],
    ['is waited for no longer than patience lasts', { patience: 1000 }, refused],
    ['is not waited for where it fails otherwise', { patience: 60_000 }, new Error('ENOTFOUND')],
  ])('%s', async (_, target, error) => {
    await expect(onceInEffect(target, performance.now(), answering(error, 'yes'))).rejects.toBe(error);
  });

  it('is given up at once by whoever is interrupted', async () => {
    const interrupt = new AbortController();
    const target = { patience: 60_000, signal: interrupt.signal };
    const waiting = onceInEffect(target, performance.now(), answering(refused, 'yes'));
    interrupt.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
