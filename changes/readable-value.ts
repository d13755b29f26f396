/** A value of a template for people: intrinsic functions written out, resources in angle brackets. */
export function readableValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(readableValue).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'Ref') return `<${argument}>`;
  if (more.length === 0 && name === 'Fn::GetAtt') return `<${[argument].flat().join('.')}>`;
  if (more.length === 0 && name === 'Fn::Join') return (argument[1] as unknown[]).map(readableValue).join(argument[0]);
  return JSON.stringify(value);
}
