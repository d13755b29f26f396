import type { IotClient } from './client-contract.js';

/** What a client does by its engine, and whether that starts a connection. */
const LATER = {
  connect: true,
  reconnect: true,
  subscribe: true,
  publish: true,
  request: true,
  // It asks who the user is before.
  presence: false,
  identify: false,
  attachment: false,
  connection: false,
  devices: false,
  detach: false,
} as const satisfies { readonly [Name in keyof IotClient]?: boolean };

export type LaterMethods = Pick<IotClient, keyof typeof LATER>;

export interface LaterCall {
  readonly starts: boolean;
  /** Of the call's options, which are its last argument. */
  readonly signal: AbortSignal | undefined;
}

/** The methods of what is still to come. @param call makes one of them when it has come */
export function laterMethods(
  call: (make: (methods: LaterMethods) => Promise<unknown>, how: LaterCall) => Promise<unknown>,
): LaterMethods {
  const methods = Object.entries(LATER).map(([name, starts]) => [
    name,
    (...given: unknown[]) => {
      const { signal } = (given.at(-1) ?? {}) as { signal?: unknown };
      return call(
        // Of the same name, so it takes what this one was given.
        (there) => (there[name as keyof LaterMethods] as (...same: unknown[]) => Promise<unknown>)(...given),
        { starts, signal: isSignal(signal) ? signal : undefined },
      );
    },
  ]);
  // Each has the name of the method that it calls, and gives what that gives.
  return Object.fromEntries(methods) as LaterMethods;
}

/** Also one of another realm, or of a polyfill. */
function isSignal(given: unknown): given is AbortSignal {
  return typeof (given as { addEventListener?: unknown } | undefined)?.addEventListener === 'function';
}
