import { type Credentials, ProviderUnavailable } from './credentials-provider.js';
import type { CredentialsSource } from './credentials-source.js';
import { createRefreshTimer, refreshTime } from './refresh-plan.js';
import type { RenewAt } from './renew-at.js';

export interface CredentialRefreshOptions {
  readonly credentials: CredentialsSource;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
  readonly renewAt: RenewAt;
  /** Those of the connection that there is. */
  readonly current: () => Credentials | undefined;
  /** The same, or while there is none those of the last one. */
  readonly last: () => Credentials | undefined;
  /** Replaces it by one with these credentials, or with those that the provider has. */
  readonly replace: (first?: Credentials) => Promise<void>;
  /** Resolves when there is one. */
  readonly connected: () => Promise<void>;
  /** A connection was taken into use whose sign-in tells other groups than the one before. */
  readonly onOtherGroups: () => void;
  /** Waiting cannot help. */
  readonly onFailure: (error: Error) => void;
}

/** Keeps the credentials of a connection up to date: before they end, and when the user's rights have changed. */
export interface CredentialRefresh {
  /** For those of a connection that was just taken into use. */
  plan(credentials: Credentials): void;
  cancel(): void;
  /**
   * Connects with new credentials, as soon as there is a connection; false if the provider has no others.
   *
   * @throws what the provider fails with; the connection then stays as it is
   */
  renew(): Promise<boolean>;
}

export function createCredentialRefresh(options: CredentialRefreshOptions): CredentialRefresh {
  const { credentials, now, renewAt, current, last, replace, connected, onOtherGroups, onFailure } = options;
  let groups: string | undefined;

  /** New credentials first: as long as there are none, the connection of the old ones is better than none. */
  const refresh = async () => {
    const before = current();
    if (before === undefined) return;
    try {
      let fresh = await credentials.get();
      if (fresh.accessKeyId === before.accessKeyId) fresh = await credentials.get({ forceRefresh: true });
      if (current() !== before) return;
      if (fresh.accessKeyId !== before.accessKeyId || before.expiration === undefined) return await replace(fresh);
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
    }
    if (current() !== before) return;
    const left = (before.expiration ?? now()) - now();
    timer.plan(now() + Math.max(1000, Math.abs(left) / 2));
  };

  /** Where the sign-in tells the user's groups: others than those of the connection have another role. */
  const lookAtGroups = async () => {
    const before = current();
    if (before?.groups === undefined) return;
    const told = (await credentials.get()).groups;
    if (told !== undefined && told !== before.groups && current() === before) await renew();
  };

  const timer = createRefreshTimer({
    now,
    onTime: () => refresh().catch(onFailure),
    // The connection is up, whatever the provider fails with; its refresh will tell.
    onLook: () => lookAtGroups().catch(() => undefined),
  });

  const renew = async () => {
    const before = last();
    const fresh = await credentials.get({ forceRefresh: true });
    if (fresh.accessKeyId === before?.accessKeyId) return false;
    await connected();
    if (current()?.accessKeyId !== fresh.accessKeyId) await replace(fresh);
    return true;
  };

  return {
    plan(taken) {
      timer.plan(refreshTime(taken, now(), renewAt));
      const before = groups;
      groups = taken.groups;
      if (before !== undefined && groups !== undefined && before !== groups) onOtherGroups();
    },
    cancel: timer.cancel,
    renew,
  };
}
