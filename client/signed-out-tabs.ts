import { hashName } from './hash-name.js';

/** The part of a BroadcastChannel that is needed. */
export interface TabChannel {
  onmessage: ((event: never) => void) | null;
  postMessage(message: string): void;
  close(): void;
}

export type OpenChannel = (name: string) => TabChannel;

/** Tells the other tabs of an origin that a user has signed out, and hears it of them. */
export interface SignedOutTabs {
  /** From now on `onSignedOut` is called when another tab tells it of this identity. */
  listen(identityId: string): void;
  tell(identityId: string): Promise<void>;
  stop(): void;
}

export interface SignedOutTabsOptions {
  /** Undefined where there are no tabs. */
  readonly openChannel: OpenChannel | undefined;
  readonly onSignedOut: () => void;
}

/** Each identity has a channel of its own, so that the tabs of another one hear nothing. */
export function createSignedOutTabs({ openChannel, onSignedOut }: SignedOutTabsOptions): SignedOutTabs {
  let channel: Promise<TabChannel | undefined> | undefined;

  const open = async (identityId: string) => {
    const opened = openChannel?.(`cognito-iot-access:signed-out:${await hashName(identityId)}`);
    if (opened !== undefined) opened.onmessage = onSignedOut;
    return opened;
  };

  const listen = (identityId: string) => {
    // Pages without an origin are refused; there are no other tabs of theirs.
    channel ??= open(identityId).catch(() => undefined);
    return channel;
  };

  return {
    listen: (identityId) => void listen(identityId),
    async tell(identityId) {
      (await listen(identityId))?.postMessage('signed out');
    },
    stop() {
      void channel?.then((opened) => opened?.close());
      channel = undefined;
    },
  };
}
