import { CONSOLE_EVENTS } from '../../contract/console.js';
import { type Operator, OperatorRefusal } from '../operator/operator.js';
import type { FeedState } from '../state/console-store.js';
import { createEventReader, type ServerSentEvent } from './server-sent-events.js';

export interface FeedOptions {
  readonly operator: Pick<Operator, 'ask'>;
  readonly onEvent: (event: ServerSentEvent) => void;
  readonly onState: (state: FeedState) => void;
}

const RETRY_MILLISECONDS = [250, 500, 1000, 2000] as const;

/** Follows the sandbox's events, and connects again when they end, until it is stopped. */
export function followEvents({ operator, onEvent, onState }: FeedOptions): () => void {
  const stopped = new AbortController();
  const follow = async () => {
    for (let tries = 0; !stopped.signal.aborted; tries += 1) {
      const end = await readEvents(operator, stopped.signal, onEvent, () => {
        tries = 0;
        onState({ is: 'live' });
      });
      if (stopped.signal.aborted) return;
      onState(end);
      // A sandbox that was started anew wants its new token, which stands in the page.
      if (end.is === 'refused') return;
      await later(RETRY_MILLISECONDS[Math.min(tries, RETRY_MILLISECONDS.length - 1)] ?? 0, stopped.signal);
    }
  };
  void follow();
  return () => stopped.abort();
}

/** @returns why there are no more */
async function readEvents(
  operator: Pick<Operator, 'ask'>,
  stopped: AbortSignal,
  onEvent: FeedOptions['onEvent'],
  onFirst: () => void,
): Promise<FeedState> {
  const silence = new AbortController();
  let alarm = setTimeout(() => silence.abort(), CONSOLE_EVENTS.silentMilliseconds);
  try {
    const response = await operator.ask('events', {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      signal: AbortSignal.any([stopped, silence.signal]),
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = createEventReader(onEvent);
    let first = true;
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return { is: 'lost', why: 'The sandbox has ended the stream of events.' };
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), CONSOLE_EVENTS.silentMilliseconds);
      read(value);
      if (first) onFirst();
      first = false;
    }
  } catch (error) {
    if (error instanceof OperatorRefusal && error.code !== 'Unreachable') return { is: 'refused', why: error.message };
    return { is: 'lost', why: 'The sandbox does not answer.' };
  } finally {
    clearTimeout(alarm);
  }
}

function later(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
