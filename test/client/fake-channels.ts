import type { TabChannel } from '../../client/signed-out-tabs.js';

/** The BroadcastChannels of an origin. */
export class FakeChannels {
  /** All that went over them, names included. */
  readonly told: string[] = [];
  readonly #open = new Set<TabChannel & { readonly name: string }>();

  get openOnes(): number {
    return this.#open.size;
  }

  readonly open = (name: string): TabChannel => {
    const channel = {
      name,
      onmessage: null,
      postMessage: (message: string) => {
        this.told.push(name, message);
        for (const other of this.#open) {
          if (other !== channel && other.name === name) queueMicrotask(() => other.onmessage?.({} as never));
        }
      },
      close: () => void this.#open.delete(channel),
    };
    this.#open.add(channel);
    return channel;
  };
}
