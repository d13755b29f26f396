import type { Credentials } from './credentials-provider.js';
import type { RenewAt } from './renew-at.js';

/** A WebSocket lives 24 hours: https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html */
const LONGEST_LIFE_MS = 23 * 3_600_000;
/** Milliseconds before their end that credentials are replaced: a fifth of what is left, five minutes at most. */
const MARGIN_MS = 300_000;

/**
 * When a connection should be replaced, in milliseconds since 1970. By chance a little earlier or later, so that those
 * who signed in together do not all come back together.
 */
export function refreshTime(
  { expiration }: Pick<Credentials, 'expiration'>,
  now: number,
  renewAt: RenewAt = 'credentials',
): number {
  const longest = now + LONGEST_LIFE_MS;
  if (expiration === undefined || renewAt === 'socket') return longest;
  const margin = Math.min(MARGIN_MS, (expiration - now) / 5);
  return Math.min(longest, expiration - margin * (0.75 + Math.random() / 4));
}

export interface RefreshTimer {
  /** In place of what was planned before. @param time milliseconds since 1970 */
  plan(time: number): void;
  cancel(): void;
}

export interface RefreshTimerOptions {
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
  readonly onTime: () => void;
  /** Once a minute until then. */
  readonly onLook: () => void;
}

/** The longest time between two looks at the clock, which may have been moved, or have run on in sleep. */
const LOOK_EVERY_MS = 60_000;

export function createRefreshTimer({ now, onTime, onLook }: RefreshTimerOptions): RefreshTimer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = (time: number) => {
    clearTimeout(timer);
    const look = () => {
      if (now() >= time) return onTime();
      plan(time);
      onLook();
    };
    timer = setTimeout(look, Math.min(LOOK_EVERY_MS, Math.max(0, time - now())));
  };
  return { plan, cancel: () => clearTimeout(timer) };
}
