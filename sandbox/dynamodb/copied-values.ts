/**
 * Lets an update take copies of what it finds in the item. dynalite would put the same map or list into two places, so
 * that a change of one changed the other.
 *
 * @param members of UpdateItem, with the expression parsed; dynalite writes into it what each value is
 */
export function copyValues(members: object): void {
  const { _updates: updates } = members as { readonly _updates?: { readonly sections: readonly { val?: unknown }[] } };
  for (const section of updates?.sections ?? []) {
    let { val } = section;
    Object.defineProperty(section, 'val', {
      get: () => val,
      set(found: unknown) {
        // What every object of JavaScript inherits is no attribute; dynalite answers with a text.
        val = typeof found === 'function' ? NO_SUCH_ATTRIBUTE : structuredClone(found);
      },
    });
  }
}

const NO_SUCH_ATTRIBUTE = 'The provided expression refers to an attribute that does not exist in the item';
