/** A package as `npm pack` made it. */
export interface Packed {
  readonly name: string;
  /** The tarball. */
  readonly file: string;
  readonly contents: readonly string[];
}

/** What `pack-once.mjs` packed. */
export function packedPackages(): readonly Packed[] {
  return JSON.parse(process.env.PACKED_PACKAGES ?? '[]') as Packed[];
}

export function packed(name: string): Packed {
  const one = packedPackages().find((other) => other.name === name);
  if (one === undefined) throw new Error(`${name} was not packed.`);
  return one;
}
