/** A small JSON value. It holds nothing that another account, or another run, would answer otherwise. */
export type Answer = string | number | boolean | null | readonly Answer[] | { readonly [name: string]: Answer };

/** The stack, or the account, lacks what the question is about. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}
