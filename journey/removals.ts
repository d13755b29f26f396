/** A thing that was made for a while, and how it goes again. */
export interface Removal {
  /** What it is, in words that follow "removes": `the user user-1@example.com`. */
  readonly what: string;
  /** It has to bear that the thing was never made, or has gone already. */
  readonly remove: () => Promise<unknown>;
  /** The command that does it by hand, for whoever is told that it was not done. */
  readonly byHand?: string;
}

/** Still there, since its removal failed. */
export interface LeftBehind extends Removal {
  readonly error: unknown;
}

/** What a run that makes things has to take away again, however it ends. */
export interface Removals {
  /** To be called before the thing is made: a run may be cut off in between. */
  add(removal: Removal): void;
  /** Not removed yet; the one that is to go first comes first. */
  left(): readonly Removal[];
  /**
   * Removes all, the last first, those too that are added meanwhile; one that fails keeps no other from being tried.
   *
   * @returns what is still there
   */
  removeAll(): Promise<readonly LeftBehind[]>;
}

export function createRemovals(): Removals {
  const waiting: Removal[] = [];
  return {
    add: (removal) => void waiting.push(removal),
    left: () => [...waiting].reverse(),
    async removeAll() {
      const behind: LeftBehind[] = [];
      for (let removal = waiting.at(-1); removal !== undefined; removal = waiting.at(-1)) {
        try {
          await removal.remove();
        } catch (error) {
          behind.push({ ...removal, error });
        }
        // Only now: whoever is told in between what is left is told of this one, too.
        waiting.splice(waiting.indexOf(removal), 1);
      }
      return behind;
    },
  };
}
