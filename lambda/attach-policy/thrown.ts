/**
 * Reading what was thrown. JavaScript throws anything: null, a proxy, an Error whose message is an object or whose
 * getters throw. The SDK passes on whatever a server sent as `message`. Nothing here throws.
 */
export function propertyOf(thrown: unknown, name: string): unknown {
  return attempt(() => (thrown as Readonly<Record<string, unknown>> | null | undefined)?.[name]);
}

/** The property if it is a text. */
export function textOf(thrown: unknown, name: string): string | undefined {
  const value = propertyOf(thrown, name);
  return typeof value === 'string' ? value : undefined;
}

export function isInstance<T>(thrown: unknown, type: abstract new (...args: never[]) => T): thrown is T {
  return attempt(() => thrown instanceof type) ?? false;
}

/** Undefined if it throws. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
