import { setTimeout as pause } from 'node:timers/promises';

/** The time of the place, in which a sandbox may be ahead. */
export interface PlaceClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** By how much the place is ahead of this machine, in milliseconds. */
  ahead(): number;
  /** Lets time pass: on AWS it is waited for, a sandbox's clock is moved. */
  pass(seconds: number): Promise<void>;
  /** Puts a sandbox's clock where it was. */
  restore(): Promise<void>;
}

/** @param sandbox its address; undefined: the place is AWS, and has this machine's time */
export async function placeClock(sandbox: string | undefined, signal: AbortSignal): Promise<PlaceClock> {
  if (sandbox === undefined) {
    return {
      now: Date.now,
      ahead: () => 0,
      pass: async (seconds) => void (await pause(seconds * 1000, undefined, { signal })),
      restore: async () => undefined,
    };
  }
  const ofSandbox = async (body?: object): Promise<number> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(new URL('/_sandbox/clock', sandbox), { ...init, headers });
    if (!response.ok) throw new Error(`the sandbox's clock answers ${response.status}`);
    const { now } = (await response.json()) as { now: string };
    return Date.parse(now) - Date.now();
  };
  const before = await ofSandbox();
  let ahead = before;
  return {
    now: () => Date.now() + ahead,
    ahead: () => ahead,
    async pass(seconds) {
      ahead = await ofSandbox({ advanceSeconds: seconds });
    },
    async restore() {
      if (ahead - before < 1000) return;
      ahead = await ofSandbox({ reset: true });
      // What differs by less than a second is the way there and back.
      if (before >= 1000) ahead = await ofSandbox({ advanceSeconds: Math.round(before / 1000) });
    },
  };
}
