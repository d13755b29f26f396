/** What a value is, to be said in an error. Never the value, which may be a secret. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  const keys = typeof value === 'object' ? Object.keys(value) : [];
  return keys.length > 0 ? `an object with ${keys.join(', ')}` : `a value of the type ${typeof value}`;
}
