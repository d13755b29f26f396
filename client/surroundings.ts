import type { TabLocks } from './client-ids.js';
import { UnsupportedError } from './iot-access-error.js';
import type { OpenMqtt } from './mqtt-session.js';
import { loadMqtt, openMqtt } from './open-mqtt.js';
import type { OpenChannel, TabChannel } from './signed-out-tabs.js';
import type { TabStorage } from './tab-storage.js';
import type { PageVisibility } from './watch-hidden.js';

/** What a test replaces. */
export interface Surroundings {
  readonly openMqtt: OpenMqtt;
  /** Begins to load what `openMqtt` needs, so that it comes while the credentials do. */
  readonly loadMqtt?: (() => Promise<unknown>) | undefined;
  readonly storage: TabStorage | undefined;
  readonly locks: TabLocks | undefined;
  readonly indexedDb?: IDBFactory | undefined;
  readonly openChannel?: OpenChannel | undefined;
  readonly page?: PageVisibility | undefined;
}

/** What a browser has, or Node. */
export function usualSurroundings(): Surroundings {
  const { document: page } = globalThis as { document?: PageVisibility };
  return { openMqtt, loadMqtt, openChannel: channelOpener(), page, ...browserTab() };
}

/** @throws UnsupportedError where a page has no WebCrypto */
export function checkWebCrypto(): void {
  if ((globalThis as { crypto?: { subtle?: unknown } }).crypto?.subtle) return;
  throw new UnsupportedError(
    'There is no WebCrypto here (crypto.subtle), which signs the requests.',
    'Browsers have it in secure contexts only: serve the page over https, or open it at localhost.',
  );
}

function channelOpener(): OpenChannel | undefined {
  const { BroadcastChannel: Channel } = globalThis as {
    BroadcastChannel?: new (name: string) => TabChannel & { unref?(): void };
  };
  if (Channel === undefined) return undefined;
  return (name) => {
    const channel = new Channel(name);
    // Node would wait for it.
    channel.unref?.();
    return channel;
  };
}

/** Storage throws on mere sight where the user has forbidden it. */
function browserTab(): Pick<Surroundings, 'storage' | 'locks' | 'indexedDb'> {
  const { navigator } = globalThis as { navigator?: { locks?: TabLocks } };
  try {
    return {
      storage: (globalThis as { sessionStorage?: TabStorage }).sessionStorage,
      locks: navigator?.locks,
      indexedDb: (globalThis as { indexedDB?: IDBFactory }).indexedDB,
    };
  } catch {
    return { storage: undefined, locks: undefined };
  }
}
