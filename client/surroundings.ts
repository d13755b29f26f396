import type { callAttachPolicy } from './call-attach-policy.js';
import type { TabLocks } from './client-ids.js';
import { ConnectFailure, type MqttSession, type OpenMqtt, type OpenMqttOptions } from './mqtt-session.js';
import type { OpenChannel, TabChannel } from './signed-out-tabs.js';
import type { presignMqttUrl } from './signed-requests.js';
import type { TabStorage } from './tab-storage.js';
import type { PageVisibility } from './watch-hidden.js';

/** What a test replaces. */
export interface Surroundings {
  readonly openMqtt: OpenMqtt;
  /** Begins to load what `openMqtt` needs, so that it comes while the credentials do. */
  readonly loadMqtt?: (() => Promise<unknown>) | undefined;
  readonly storage: TabStorage | undefined;
  /** `localStorage`: what a device keeps. */
  readonly deviceStorage?: TabStorage | undefined;
  readonly locks: TabLocks | undefined;
  readonly indexedDb?: IDBFactory | undefined;
  readonly openChannel?: OpenChannel | undefined;
  readonly page?: PageVisibility | undefined;
  /** In place of a request to `/attach-policy`, and of a signature: nothing else of the client needs WebCrypto then. */
  readonly callAttachPolicy?: typeof callAttachPolicy | undefined;
  readonly presignMqttUrl?: typeof presignMqttUrl | undefined;
  /** Milliseconds between two CONNECTs of one client ID. @default what AWS IoT asks for */
  readonly connectEvery?: number | undefined;
}

/**
 * MQTT.js is five sixths of what the client weighs, so it is loaded by who connects; it may be in a file of its own, which
 * the network has to bring.
 */
function loadMqtt() {
  return import('./open-mqtt.js');
}

async function openMqtt(options: OpenMqttOptions): Promise<MqttSession> {
  const loaded = await loadMqtt().catch((cause: unknown) => {
    throw new ConnectFailure('network', { cause });
  });
  return loaded.openMqtt(options);
}

/** What a browser has, or Node. */
export function usualSurroundings(): Surroundings {
  const { document: page } = globalThis as { document?: PageVisibility };
  return { openMqtt, loadMqtt, openChannel: channelOpener(), page, ...browserTab() };
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
function browserTab(): Pick<Surroundings, 'storage' | 'deviceStorage' | 'locks' | 'indexedDb'> {
  const { navigator, document } = globalThis as { navigator?: { locks?: TabLocks }; document?: object };
  try {
    return {
      storage: (globalThis as { sessionStorage?: TabStorage }).sessionStorage,
      // Node's, which is for all programs alike, warns when it is touched.
      deviceStorage: document ? (globalThis as { localStorage?: TabStorage }).localStorage : undefined,
      locks: navigator?.locks,
      indexedDb: (globalThis as { indexedDB?: IDBFactory }).indexedDB,
    };
  } catch {
    return { storage: undefined, locks: undefined };
  }
}
