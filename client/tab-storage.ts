/** `sessionStorage`: what a browser tab keeps over reloads. */
export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Both throw where the user has forbidden storage. */
export function readTab(storage: TabStorage | undefined, key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeTab(storage: TabStorage | undefined, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch {}
}
