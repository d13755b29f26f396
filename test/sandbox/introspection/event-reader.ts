import type { ConsoleChange } from '../../../contract/console.js';
import type { ConsoleState } from '../../../contract/console-state.js';

export type ReadEvent =
  | { readonly event: 'state'; readonly data: ConsoleState }
  | { readonly event: 'change'; readonly data: ConsoleChange };

/** Reads server-sent events as the console does. */
export async function readEvents(url: string) {
  const ended = new AbortController();
  const response = await fetch(`${url}/_sandbox/events`, { signal: ended.signal });
  const events: ReadEvent[] = [];
  const waiting = new Set<() => void>();
  let isOver = false;
  const wake = () => {
    for (const look of [...waiting]) look();
  };

  const read = async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event] = /^event: (.*)$/m.exec(block) ?? [];
        const [, data] = /^data: (.*)$/m.exec(block) ?? [];
        if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data) } as ReadEvent);
      }
      wake();
    }
  };
  read()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
      wake();
    });

  return {
    response,
    events,
    get isOver() {
      return isOver;
    },
    /** Waits until it is so, looking again after each event. */
    async until(isSo: () => boolean, patience = 5000): Promise<void> {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`not within ${patience} ms`)), patience);
        const look = () => {
          if (!isSo()) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    /** What was told last of a part that is told whole. */
    last<Part extends keyof ConsoleChange['views']>(part: Part): ConsoleState[Part] | undefined {
      for (const { event, data } of events.toReversed()) {
        const told = event === 'state' ? data[part] : data.views[part];
        if (told !== undefined) return told as ConsoleState[Part];
      }
      return undefined;
    },
    /** All that was told of a part of which only what is new is told. */
    added<Log extends keyof ConsoleChange['added']>(log: Log): ConsoleState[Log][number][] {
      return events.flatMap(({ event, data }) => [
        ...((event === 'state' ? data[log] : data.added[log]) ?? []),
      ]) as ConsoleState[Log][number][];
    },
    stop: () => ended.abort(),
  };
}
