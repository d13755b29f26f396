import { decide, parse, statement } from './policies.js';

/** Whether a statement with this condition allows, when the request's context is this. */
function allows(Condition: object, context: Record<string, string[]> = {}): boolean {
  return decide([statement({ Condition })], { context }) === 'Allow';
}

const key = 'iot:LastWillTopic';
const will = (name: string) => ({ 'iot:lastwilltopic': [name] });
const ip = (address: string) => ({ 'aws:sourceip': [address] });
const time = (iso: string) => ({ 'aws:currenttime': [iso] });
const epoch = (seconds: number) => ({ 'aws:epochtime': [String(seconds)] });

describe('a condition with', () => {
  it.each([
    { operator: 'StringEquals', condition: { [key]: 'a' }, yes: will('a'), no: will('A') },
    { operator: 'StringNotEquals', condition: { [key]: 'a' }, yes: will('b'), no: will('a') },
    { operator: 'StringEqualsIgnoreCase', condition: { [key]: 'a' }, yes: will('A'), no: will('b') },
    { operator: 'StringNotEqualsIgnoreCase', condition: { [key]: 'a' }, yes: will('b'), no: will('A') },
    { operator: 'StringLike', condition: { [key]: ['x', 'a*'] }, yes: will('abc'), no: will('bc') },
    { operator: 'StringNotLike', condition: { [key]: ['x', 'a*'] }, yes: will('bc'), no: will('abc') },
    { operator: 'StringEquals', condition: { [key]: 'a*' }, yes: will('a*'), no: will('ab') },
    { operator: 'StringEquals', condition: { [key]: 'a${*}' }, yes: will('a*'), no: will('ab') },
    {
      operator: 'ArnLike',
      condition: { [key]: 'arn:a:b:c:d:e*' },
      yes: will('arn:a:b:c:d:ef'),
      no: will('arn:a:b:c:e:e'),
    },
    {
      operator: 'ArnEquals',
      condition: { [key]: 'arn:a:*:c:d:e' },
      yes: will('arn:a:x:c:d:e'),
      no: will('arn:a:x:y:c:d:e'),
    },
    {
      operator: 'ArnNotEquals',
      condition: { [key]: 'arn:a:b:c:d:e' },
      yes: will('arn:a:b:c:d:f'),
      no: will('arn:a:b:c:d:e'),
    },
    {
      operator: 'ArnNotLike',
      condition: { [key]: 'arn:a:b:c:d:*' },
      yes: will('arn:a:b:c:e:f'),
      no: will('arn:a:b:c:d:e'),
    },
    {
      operator: 'Bool',
      condition: { 'aws:SecureTransport': true },
      yes: { 'aws:securetransport': ['true'] },
      no: { 'aws:securetransport': ['false'] },
    },
    { operator: 'NumericEquals', condition: { 'aws:EpochTime': 7 }, yes: epoch(7), no: epoch(8) },
    { operator: 'NumericNotEquals', condition: { 'aws:EpochTime': '7' }, yes: epoch(8), no: epoch(7) },
    { operator: 'NumericLessThan', condition: { 'aws:EpochTime': '7' }, yes: epoch(6), no: epoch(7) },
    { operator: 'NumericLessThanEquals', condition: { 'aws:EpochTime': '7' }, yes: epoch(7), no: epoch(8) },
    { operator: 'NumericGreaterThan', condition: { 'aws:EpochTime': '7' }, yes: epoch(10), no: epoch(7) },
    { operator: 'NumericGreaterThanEquals', condition: { 'aws:EpochTime': '7' }, yes: epoch(7), no: epoch(6) },
    {
      operator: 'DateEquals',
      condition: { 'aws:CurrentTime': '2026-11-03T00:00:00Z' },
      yes: time('2026-11-03T00:00:00.000Z'),
      no: time('2026-11-04T00:00:00Z'),
    },
    {
      operator: 'DateNotEquals',
      condition: { 'aws:CurrentTime': '2026-11-03' },
      yes: time('2026-11-04T00:00:00Z'),
      no: time('2026-11-03T00:00:00Z'),
    },
    {
      operator: 'DateLessThan',
      condition: { 'aws:CurrentTime': '2026-11-03T00:00:00Z' },
      yes: time('2026-11-02T23:59:59Z'),
      no: time('2026-11-03T00:00:00Z'),
    },
    {
      operator: 'DateGreaterThan',
      condition: { 'aws:EpochTime': '2001-09-09T01:46:40Z' },
      yes: epoch(1_000_000_001),
      no: epoch(1_000_000_000),
    },
    {
      operator: 'IpAddress',
      condition: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
      yes: ip('203.0.113.9'),
      no: ip('203.0.114.9'),
    },
    {
      operator: 'IpAddress',
      condition: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
      yes: ip('2001:db8::1'),
      no: ip('::1'),
    },
    {
      operator: 'NotIpAddress',
      condition: { 'aws:SourceIp': '203.0.113.9' },
      yes: ip('203.0.113.8'),
      no: ip('203.0.113.9'),
    },
    { operator: 'Null', condition: { [key]: 'false' }, yes: will('a'), no: {} },
    { operator: 'Null', condition: { [key]: true }, yes: {}, no: will('a') },
  ])('$operator $condition takes one value and not another', ({ operator, condition, yes, no }) => {
    expect(allows({ [operator]: condition }, yes as Record<string, string[]>)).toBe(true);
    expect(allows({ [operator]: condition }, no as Record<string, string[]>)).toBe(false);
  });

  const attributes = (...names: string[]) => ({ 'iot:connectattributes': names });
  it.each([
    { operator: 'ForAllValues:StringEquals', values: ['PersistentConnect'], allowed: true },
    { operator: 'ForAllValues:StringEquals', values: ['PersistentConnect', 'LastWill'], allowed: false },
    { operator: 'ForAllValues:StringEquals', values: undefined, allowed: true },
    { operator: 'ForAnyValue:StringEquals', values: ['PersistentConnect', 'LastWill'], allowed: true },
    { operator: 'ForAnyValue:StringEquals', values: ['LastWill'], allowed: false },
    { operator: 'ForAnyValue:StringEquals', values: undefined, allowed: false },
    { operator: 'ForAnyValue:StringNotEquals', values: ['LastWill'], allowed: true },
    { operator: 'ForAnyValue:StringNotEquals', values: undefined, allowed: false },
    { operator: 'ForAllValues:StringNotEquals', values: ['LastWill', 'PersistentConnect'], allowed: false },
    { operator: 'ForAnyValue:StringEqualsIfExists', values: undefined, allowed: true },
    { operator: 'ForAllValues:StringEquals', wanted: [], values: undefined, allowed: true },
    { operator: 'ForAllValues:StringEquals', wanted: [], values: ['LastWill'], allowed: false },
  ])('$operator says $allowed to the values $values', ({ operator, wanted = 'PersistentConnect', values, allowed }) => {
    expect(
      allows({ [operator]: { 'iot:ConnectAttributes': wanted } }, values === undefined ? {} : attributes(...values)),
    ).toBe(allowed);
  });

  it.each([
    { operator: 'StringEquals', allowed: false },
    { operator: 'StringEqualsIfExists', allowed: true },
    { operator: 'StringNotEquals', allowed: true },
    { operator: 'StringNotEqualsIfExists', allowed: true },
  ])('$operator says $allowed to a key that is missing', ({ operator, allowed }) => {
    expect(allows({ [operator]: { [key]: 'a' } })).toBe(allowed);
  });

  it('several operators and keys holds only if each of them does', () => {
    const both = { StringEquals: { [key]: 'a' }, IpAddress: { 'aws:SourceIp': '203.0.113.9' } };
    expect(allows(both, { ...will('a'), ...ip('203.0.113.9') })).toBe(true);
    expect(allows(both, { ...will('a'), ...ip('203.0.113.8') })).toBe(false);
  });

  it('a variable takes its value from the request', () => {
    const mine = { StringEquals: { [key]: 'x/${iot:ClientId}' } };
    expect(allows(mine, { ...will('x/7'), 'iot:clientid': ['7'] })).toBe(true);
    expect(allows(mine, { ...will('x/7'), 'iot:clientid': ['8'] })).toBe(false);
  });

  // A value that is null is equal to nothing and like nothing.
  it.each([
    { operator: 'StringEquals', holds: false },
    { operator: 'StringEqualsIgnoreCase', holds: false },
    { operator: 'StringLike', holds: false },
    { operator: 'ArnEquals', holds: false },
    { operator: 'StringEqualsIfExists', holds: false },
    { operator: 'StringNotEquals', holds: true },
    { operator: 'StringNotEqualsIgnoreCase', holds: true },
    { operator: 'StringNotLike', holds: true },
    { operator: 'ArnNotEquals', holds: true },
    { operator: 'ArnNotLike', holds: true },
  ])('$operator and a variable without a value holds: $holds, in an Allow and in a Deny', ({ operator, holds }) => {
    const Condition = { [operator]: { [key]: 'x/${iot:ClientId}' } };
    expect(allows(Condition, will('x/7'))).toBe(holds);
    const denied = decide([statement(), statement({ Effect: 'Deny', Condition })], { context: will('x/7') });
    expect(denied).toBe(holds ? 'ExplicitDeny' : 'Allow');
  });

  it.each(['StringEquals', 'StringLike'])('%s and a variable with a default takes that without a value', (operator) => {
    const Condition = { [operator]: { [key]: "x/${iot:ClientId, 'a*'}" } };
    expect(allows(Condition, will('x/a*'))).toBe(true);
    expect(allows(Condition, will('x/ab'))).toBe(false);
    expect(allows(Condition, { ...will('x/7'), 'iot:clientid': ['7'] })).toBe(true);
  });
});

describe('a condition that cannot be judged', () => {
  it.each<object>([
    { StringMatches: { [key]: 'a' } },
    { constructor: { [key]: 'a' } },
    { NullIfExists: { [key]: 'true' } },
    { 'ForSomeValues:StringEquals': { [key]: 'a' } },
    { StringEquals: { 'aws:PrincipalOrgID': 'a' } },
    { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    { StringEquals: { 'aws:SourceArn': 'arn:aws:iot:us-east-1:111122223333:topic/a' } },
    { NumericEquals: { 'aws:EpochTime': 'soon' } },
    { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } },
    { Bool: { 'aws:SecureTransport': 'yes' } },
    { Null: { [key]: 'maybe' } },
    { NotIpAddress: { 'aws:SourceIp': '300.1.2.3' } },
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/99' } },
    { StringEquals: { [key]: [] } },
    { 'ForAnyValue:StringEquals': { 'iot:ConnectAttributes': [] } },
    { 'ForAllValues:StringNotEquals': { 'iot:ConnectAttributes': [] } },
    { StringEquals: { 'iot:ConnectAttributes': 'PersistentConnect' } },
    { StringLike: { 'cognito-identity.amazonaws.com:amr': 'authenticated' } },
    { StringNotEqualsIfExists: { 'aws:TagKeys': 'a' } },
  ])('is refused by name: %j', (Condition) => {
    const [operator = '', keys = {}] = Object.entries(Condition)[0] as [string, object];
    const words = new RegExp(`${operator}|${Object.keys(keys)[0]}`);
    expect(() => parse(statement({ Condition }))).toThrow(words);
    expect(() => parse(statement({ Condition }))).toThrow(expect.objectContaining({ code: 'SandboxUnsupported' }));
  });
});

describe('a condition on a key that only a service elsewhere could fill', () => {
  const Condition = { StringLike: { 's3:prefix': ['mine/*'] } };
  const about = (Action: string | string[], Effect = 'Allow') =>
    statement({ Effect, Action, Resource: 'arn:aws:s3:::files', Condition });

  it('is kept in a statement about such services alone, which decides nothing here', () => {
    expect(decide([statement(), about('s3:ListBucket', 'Deny'), about(['s3:*', 'kms:Decrypt'])])).toBe('Allow');
  });

  it('is refused by name when somebody asks for such an action all the same', () => {
    const asked = { action: 's3:ListBucket', resource: 'arn:aws:s3:::files' };
    expect(() => decide([about('s3:ListBucket')], asked)).toThrow(/condition key s3:prefix in policy P, statement #1/);
  });

  it.each(['*', '*:List*', 's3*:List', 'iot:Publish', 'IoT:*'])('is refused at once beside the action %s', (action) => {
    expect(() => parse(about(['s3:ListBucket', action]))).toThrow(/s3:prefix|the action/);
    expect(() => parse({ Effect: 'Deny', NotAction: 's3:*', Resource: '*', Condition })).toThrow('s3:prefix');
  });
});
