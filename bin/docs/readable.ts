/** Intrinsic functions written out, with the names of pseudo parameters and of resources in angle brackets. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'Fn::Join') return (argument[1] as unknown[]).map(readable).join(argument[0]);
  if (more.length === 0 && name === 'Ref') return pseudo[argument] ?? `<${withoutHash(argument)}>`;
  if (more.length === 0 && name === 'Fn::GetAtt') return `<${withoutHash(argument[0])}.${argument[1]}>`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': '<Region>',
  'AWS::AccountId': '<account>',
};

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
