import { PassThrough } from 'node:stream';
import { startProgress } from '../../../cli/output/progress.js';

interface Screen {
  readonly stream: NodeJS.WriteStream;
  readonly text: () => string;
}

function screen(isTTY: boolean): Screen {
  const through = new PassThrough();
  let text = '';
  through.on('data', (chunk) => {
    text += String(chunk);
  });
  const terminal = { isTTY, columns: 100, cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  // As much of a terminal as the bar asks for.
  return { stream: Object.assign(through, terminal) as unknown as NodeJS.WriteStream, text: () => text };
}

describe('the progress of a command', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
  afterEach(() => jest.useRealTimers());

  it('is a plain line every ten seconds where it is piped, with rate and time left', () => {
    const { stream, text } = screen(false);
    const progress = startProgress({ what: 'identities', total: 300 }, stream);
    for (let second = 1; second <= 12; second++) {
      jest.advanceTimersByTime(1000);
      progress.to(second * 10);
    }
    expect(text()).toBe('100 of 300 identities, 10.0 a second, 20 s left\n');
    progress.stop();
    expect(text()).toMatch(/\n120 of 300 identities, 10\.0 a second, 18 s left\n$/);
  });

  it('counts without an end where nobody knows the total', () => {
    const { stream, text } = screen(false);
    const progress = startProgress({ what: 'identities' }, stream);
    jest.advanceTimersByTime(2000);
    progress.to(5);
    progress.stop();
    expect(text()).toBe('5 identities, 2.5 a second\n');
  });

  it('is a bar on a terminal, with rate and time left', () => {
    const { stream, text } = screen(true);
    const progress = startProgress({ what: 'identities', total: 7300 }, stream);
    jest.advanceTimersByTime(10_000);
    progress.to(100);
    progress.stop();
    expect(text()).toContain('100 of 7300 identities, 10.0 a second, 12 min 0 s left');
  });
});
