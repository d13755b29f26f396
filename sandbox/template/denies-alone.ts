/**
 * Whether no statement of an IoT policy allows anything: nobody is let in by it, and only some have it attached, so it
 * is neither the policy of the users nor a bound on what they may do.
 */
export function deniesAlone(document: unknown): boolean {
  const { Statement } = Object(document) as { readonly Statement?: unknown };
  const statements = [Statement ?? []].flat();
  return statements.length > 0 && statements.every((one) => Object(one).Effect === 'Deny');
}
