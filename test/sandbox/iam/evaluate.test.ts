import { parsePolicyDocument } from '../../../sandbox/iam/policy-document.js';
import { decide, filter, identityId, parse, statement, topic } from './policies.js';

const sub = 'cognito-identity.amazonaws.com:sub';
const own = `\${${sub}}`;

describe('evaluating the statements of a policy', () => {
  it.each([
    { title: 'refuses without a statement about the action', statements: [statement({ Action: 'iot:Receive' })] },
    { title: 'refuses another topic', statements: [statement({ Resource: topic('rooms/2') })] },
    { title: 'lets Deny beat Allow', statements: [statement(), statement({ Effect: 'Deny' })], effect: 'ExplicitDeny' },
    {
      title: 'lets Deny beat Allow in the other order',
      statements: [statement({ Effect: 'Deny' }), statement()],
      effect: 'ExplicitDeny',
    },
    { title: 'allows by * across levels', statements: [statement()], effect: 'Allow' },
    {
      title: 'allows by ? for one character',
      statements: [statement({ Resource: topic('rooms/?') })],
      effect: 'Allow',
    },
    { title: 'does not take ? for none', statements: [statement({ Resource: topic('rooms/1?') })] },
    { title: 'reads no + in a policy as a wildcard', statements: [statement({ Resource: topic('rooms/+') })] },
    { title: 'reads no # in a policy as a wildcard', statements: [statement({ Resource: topic('#') })] },
    { title: 'takes actions in any case', statements: [statement({ Action: 'IOT:publish' })], effect: 'Allow' },
    { title: 'takes topics in their own case only', statements: [statement({ Resource: topic('Rooms/1') })] },
    { title: 'covers everything by a bare *', statements: [statement({ Resource: '*' })], effect: 'Allow' },
    {
      title: 'does not confuse one service with another',
      statements: [statement({ Resource: 'arn:aws:execute-api:us-east-1:111122223333:topic/*' })],
    },
    {
      title: 'allows all but NotAction',
      statements: [statement({ Action: undefined, NotAction: 'iot:Connect' })],
      effect: 'Allow',
    },
    {
      title: 'does not allow what NotAction names',
      statements: [statement({ Action: undefined, NotAction: 'iot:Pub*' })],
    },
    {
      title: 'allows all but NotResource',
      statements: [statement({ Resource: undefined, NotResource: topic('secret') })],
      effect: 'Allow',
    },
    {
      title: 'does not allow what NotResource names',
      statements: [statement({ Resource: undefined, NotResource: [topic('a'), topic('rooms/*')] })],
    },
    {
      title: 'denies all but NotResource',
      statements: [statement(), statement({ Effect: 'Deny', Resource: undefined, NotResource: topic('lobby') })],
      effect: 'ExplicitDeny',
    },
  ])('$title', ({ statements, effect = 'ImplicitDeny' }) => {
    expect(decide(statements)).toBe(effect);
  });
});

it.each([
  { pattern: 'arn:aws:iot:us-east-1:*:b', allowed: false },
  { pattern: 'arn:aws:iot:us-east-1:*:topic/a:b', allowed: true },
  { pattern: 'arn:*:iot:us-east-?:*:*:b', allowed: true },
])('$pattern, whose * spans no colon before the resource, covers the topic a:b: $allowed', ({ pattern, allowed }) => {
  const effect = decide([statement({ Resource: pattern })], { resource: topic('a:b') });
  expect(effect).toBe(allowed ? 'Allow' : 'ImplicitDeny');
});

describe('policy variables', () => {
  it.each([
    { title: 'take the value of the request', pattern: `users/${own}/*`, name: `users/${identityId}/a`, allowed: true },
    { title: 'refuse somebody else', pattern: `users/${own}/*`, name: 'users/us-east-1:other/a', allowed: false },
    { title: 'without a value match nothing', pattern: 'users/${iot:ClientId}', name: 'users/', allowed: false },
    { title: 'that no caller has match nothing', pattern: 'users/${aws:username}', name: 'users/x', allowed: false },
    {
      title: 'take their default without a value',
      pattern: "u/${iot:ClientId, 'none'}",
      name: 'u/none',
      allowed: true,
    },
    { title: 'take an empty default', pattern: "u/${iot:ClientId, ''}", name: 'u/', allowed: true },
    { title: 'take no default beside a value', pattern: `u/\${${sub}, 'none'}`, name: 'u/none', allowed: false },
    {
      title: 'put no wildcard into a pattern by default',
      pattern: "u/${iot:ClientId, '*'}",
      name: 'u/x',
      allowed: false,
    },
    { title: '${*} is the character itself', pattern: 'a/${*}', name: 'a/*', allowed: true },
    { title: '${*} is no wildcard', pattern: 'a/${*}', name: 'a/b', allowed: false },
    { title: '${?} is the character itself', pattern: 'a/${?}', name: 'a/?', allowed: true },
    { title: '${$} is the character itself', pattern: '${$}{x}', name: '${x}', allowed: true },
    {
      title: 'are found in any case',
      pattern: 'users/${COGNITO-identity.amazonaws.com:Sub}',
      name: `users/${identityId}`,
      allowed: true,
    },
  ])('$title', ({ pattern, name, allowed }) => {
    const effect = decide([statement({ Resource: topic(pattern) })], { resource: topic(name) });
    expect(effect).toBe(allowed ? 'Allow' : 'ImplicitDeny');
  });

  it('put no wildcard into a pattern: a client ID of * stands for itself', () => {
    const context = { 'iot:clientid': ['*'] };
    const mine = statement({ Resource: topic('devices/${iot:ClientId}') });
    expect(decide([mine], { resource: topic('devices/7'), context })).toBe('ImplicitDeny');
    expect(decide([mine], { resource: topic('devices/*'), context })).toBe('Allow');
  });

  // As AWS documents them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  const unknown = topic('${iot:ClientId}');
  it.each([
    {
      title: 'a Deny of it denies nothing',
      statements: [statement(), statement({ Effect: 'Deny', Resource: unknown })],
      effect: 'Allow',
    },
    {
      title: 'an Allow of all but it allows all',
      statements: [statement({ Resource: undefined, NotResource: unknown })],
      effect: 'Allow',
    },
    {
      title: 'a Deny of all but it denies all',
      statements: [statement(), statement({ Effect: 'Deny', Resource: undefined, NotResource: unknown })],
      effect: 'ExplicitDeny',
    },
    {
      title: 'a Deny of all but it and another denies all but the other',
      statements: [
        statement(),
        statement({ Effect: 'Deny', Resource: undefined, NotResource: [unknown, topic('rooms/*')] }),
      ],
      effect: 'Allow',
    },
  ])('without a value are no resource: $title', ({ statements, effect }) => {
    expect(decide(statements)).toBe(effect);
  });

  it.each([
    'arn:aws:iot:${aws:PrincipalTag/region}:111122223333:topic/*',
    'arn:aws:iot:us-east-1:${aws:PrincipalTag/account}:topic/*',
    'arn:aws:${*}:us-east-1:111122223333:topic/*',
  ])('before the fifth colon are refused by name: %s', (Resource) => {
    expect(() => parse(statement({ Resource }))).toThrow(/"arn:aws:.*(before the fifth colon|is not written out)/);
  });

  it.each([
    { variable: '${cognito-identity.amazonaws.com:amr}', why: 'of several values' },
    { variable: '${aws:PrincipalOrgID}', why: 'whose value the sandbox does not know' },
    { variable: '${iot:ClientId, none}', why: 'with a default out of quotes' },
    { variable: "${iot:ClientId 'none'}", why: 'with a default and no comma' },
    { variable: '${}', why: 'without a name' },
    { variable: '${iot:ClientId', why: 'that is never closed' },
  ])('$variable, $why, is refused by name', ({ variable }) => {
    const refusal = expect.objectContaining({
      code: 'SandboxUnsupported',
      message: expect.stringContaining(variable),
    });
    expect(() => parse(statement({ Resource: topic(`a/${variable}`) }))).toThrow(refusal);
    const Condition = { StringLike: { 'iot:LastWillTopic': `a/${variable}` } };
    expect(() => parse(statement({ Condition }))).toThrow(refusal);
  });
});

describe('wildcards in the request', () => {
  const mine = [statement({ Action: 'iot:Subscribe', Resource: filter(`users/${own}/*`) })];

  it.each(['users/*/x', 'users/+/x', 'users/#', '#', '*', 'users/us-east-1:*/x', 'users/?', '${*}'])(
    'are no pattern: subscribing to the literal filter %s is refused',
    (name) => {
      expect(decide(mine, { action: 'iot:Subscribe', resource: filter(name) })).toBe('ImplicitDeny');
    },
  );

  it.each(['#', '+/b', '*', 'a'])("may follow the user's own prefix: users/<identity ID>/%s", (rest) => {
    const resource = filter(`users/${identityId}/${rest}`);
    expect(decide(mine, { action: 'iot:Subscribe', resource })).toBe('Allow');
  });
});

describe('reading a policy document', () => {
  it.each([
    {
      title: 'an unknown element',
      elements: { NotPrincipal: '*' },
      words: 'policy element NotPrincipal in policy P, statement #1',
    },
    { title: 'an unknown effect', elements: { Effect: 'allow' }, words: 'effect allow' },
    { title: 'a missing action', elements: { Action: undefined }, words: 'without Action' },
    { title: 'Action beside NotAction', elements: { NotAction: 'iot:Connect' }, words: 'Action and NotAction' },
    { title: 'an empty NotAction', elements: { Action: undefined, NotAction: [] }, words: 'empty' },
    { title: 'a missing resource', elements: { Resource: undefined }, words: 'without Resource' },
    { title: 'Resource beside NotResource', elements: { NotResource: '*' }, words: 'Resource and NotResource' },
    { title: 'Principal beside Resource', elements: { Principal: '*' }, words: 'Principal and Resource' },
    { title: 'an action without a service', elements: { Action: 'Publish' }, words: 'action "Publish"' },
    { title: 'an action that is no text', elements: { Action: [7] }, words: '7' },
    { title: 'a resource that is no ARN', elements: { Resource: 'topic/a' }, words: 'resource "topic/a"' },
    { title: 'an ARN that is cut short', elements: { Resource: 'arn:aws:iot:*' }, words: 'resource "arn:aws:iot:*"' },
    {
      title: 'a wildcard for the service of an ARN',
      elements: { Resource: 'arn:aws:*:us-east-1:111122223333:topic/rooms/1' },
      words: 'whose service is not written out',
    },
    {
      title: 'a wildcard in the service of an ARN',
      elements: { Resource: undefined, NotResource: 'arn:aws:io?:us-east-1:111122223333:topic/a' },
      words: 'whose service is not written out',
    },
    { title: 'a condition that is no object', elements: { Condition: null }, words: 'Condition' },
  ])('refuses $title by name', ({ elements, words }) => {
    expect(() => parse(statement(elements))).toThrow(
      expect.objectContaining({ code: 'SandboxUnsupported', message: expect.stringContaining(words) }),
    );
  });

  it.each(['2008-10-17', undefined])('refuses version %s by name', (Version) => {
    expect(() => parsePolicyDocument('policy P', { Version, Statement: [] })).toThrow(/policy version .* of policy P/);
  });

  it.each([{ Statement: [statement()], Extra: 1 }, {}, { Statement: [] }])('refuses the document %j', (document) => {
    expect(() => parsePolicyDocument('policy P', { Version: '2012-10-17', ...document })).toThrow(
      expect.objectContaining({ code: 'SandboxUnsupported' }),
    );
  });

  it('names a statement by its Sid, else by its place', () => {
    expect(parse(statement({ Sid: 'Publish' }), statement()).statements.map(({ id }) => id)).toEqual(['Publish', '#2']);
  });
});
