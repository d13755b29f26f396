/** Patterns in which `*` stands for any text. */
export interface Topics {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly receive: readonly string[];
}
