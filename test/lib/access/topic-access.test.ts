import { completeTopicAccess, defaultTopicAccess, topicAccessProblems } from '../../../lib/access/topic-access.js';

describe('a topic access', () => {
  it('gives each user client IDs and topics of their own by default', () => {
    expect(completeTopicAccess()).toEqual({
      clientIds: ['{identity}', '{identity}-*'],
      publish: ['users/{identity}/*'],
      subscribe: ['users/{identity}/*'],
      receive: ['users/{identity}/*'],
      retain: [],
      shadows: [],
    });
  });

  it('keeps the defaults of what is not named', () => {
    const complete = completeTopicAccess({ publish: [], receive: undefined as never });
    expect(complete).toEqual({ ...defaultTopicAccess, publish: [] });
  });

  it.each([
    { patterns: ['rooms/*', 'a/b/c', '{identity}', 'users/{identity}/a/{identity}', "odd!'()~;=@/x"] },
    { patterns: [`${'a/'.repeat(7)}b`, 'x'.repeat(256)] },
  ])('allows to publish $patterns', ({ patterns }) => {
    expect(topicAccessProblems({ ...defaultTopicAccess, publish: patterns })).toEqual([]);
  });

  it('allows the MQTT wildcards in a filter, where they are compared as text', () => {
    expect(topicAccessProblems({ ...defaultTopicAccess, subscribe: ['rooms/#', 'rooms/+/chat'] })).toEqual([]);
  });

  it.each([
    ['publish', '', /is empty/],
    ['publish', '*', /would allow everything/],
    ['subscribe', '*', /would allow everything/],
    ['publish', '*/x', /begins with a wildcard/],
    ['subscribe', '#', /begins with a wildcard/],
    ['subscribe', '+/x', /begins with a wildcard/],
    ['publish', 'rooms/#', /use \*/],
    ['receive', 'rooms/+/chat', /use \*/],
    ['publish', 'rooms/?', /\? would match any one character/],
    ['publish', 'users/{sub}/x', /unknown word \{sub\}; allowed: \{identity\}/],
    ['publish', 'users/{identity/x', /stray brace/],
    ['publish', 'users/${iot:ClientId}/x', /policy variables are not allowed/],
    ['subscribe', '$aws/things/x', /reserved by AWS IoT/],
    ['publish', 'a b', /no white space/],
    ['publish', 'a"b', /only ASCII/],
    ['publish', 'räume/1', /only ASCII/],
    ['publish', 'users/{identity}*', /separator/],
    ['publish', 'a/'.repeat(8), /8 slashes; AWS IoT allows 7/],
    ['receive', 'x'.repeat(257), /257 characters/],
    ['receive', `{identity}/${'x'.repeat(201)}`, /257 characters/],
    ['clientIds', 'phone', /must contain \{identity\}/],
    ['clientIds', 'phone-*', /must contain \{identity\}/],
    ['clientIds', '{identity}*', /separator/],
    ['clientIds', 'a-*-{identity}', /has \* before \{identity\}/],
    ['clientIds', `{identity}${'x'.repeat(74)}`, /129 characters/],
  ] as const)('refuses %s %j and says why', (field, pattern, why) => {
    const problems = topicAccessProblems({ ...defaultTopicAccess, [field]: ['{identity}', pattern] });
    expect(problems).toEqual([{ where: `access.${field}[1]`, what: expect.stringMatching(why) }]);
  });

  const tags = ['tenant', 'site'];

  it.each([
    ['clientIds', ['{identity}', '{thing}']],
    ['publish', ['things/{thing}/*', 'tenants/{tenant}/*', 'tenants/{tenant}/{site}/{identity}', '{identity}/{thing}']],
    ['publish', ['{identity}/a/{tenant}', '{identity}/b/{thing}']],
    ['retain', ['users/{identity}/state']],
    ['shadows', ['{thing}', 'lamp-{identity}', 'lobby_1', 'site:{identity}-*']],
    ['shadows', ['{tenant}-*']],
  ] as const)('allows the words of things and tags in %s: %j', (field, patterns) => {
    expect(topicAccessProblems({ ...defaultTopicAccess, [field]: patterns }, { tags })).toEqual([]);
  });

  it.each([
    ['clientIds', ['{thing}'], /things only; name one with \{identity\} too/],
    ['clientIds', ['{identity}', 'lamp-{thing}'], /is \{thing\} alone/],
    ['clientIds', ['{identity}', '{tenant}-{identity}'], /\{tenant\} is the same for many users/],
    ['publish', ['{thing}/*'], /begins with \{thing\}/],
    ['publish', ['{tenant}/*'], /begins with \{tenant\}/],
    ['publish', ['things/{thing}*'], /separator between \{thing\} and \*/],
    [
      'publish',
      ['tenants/{tenant}/things/{thing}'],
      /has \{thing\}, which only the IoT policy holds to, and \{tenant\}/,
    ],
    // role data/*/x with the IoT policy's data/*/* would be data/<any tenant>/x
    ['publish', ['data/{thing}/x', 'data/{tenant}/*'], /may cover the same as "data\/\{thing\}\/x"/],
    ['receive', ['{identity}/{thing}', '{identity}/{tenant}'], /may cover the same/],
    ['subscribe', ['a/*/{thing}', 'a/b/{tenant}'], /may cover the same/],
    ['shadows', ['{thing}', '{tenant}-lamp'], /may cover the same as "\{thing\}"/],
    ['shadows', ['a/b'], /is no name of a thing/],
    ['shadows', ['*'], /would allow everything/],
    ['shadows', ['x'.repeat(129)], /129 characters long; the name of a thing has at most 128/],
    ['retain', ['rooms/#'], /use \*/],
  ] as const)('refuses %s %j', (field, patterns, why) => {
    const problems = topicAccessProblems({ ...defaultTopicAccess, [field]: patterns }, { tags });
    expect(problems).toEqual([{ where: expect.stringContaining(`access.${field}`), what: expect.stringMatching(why) }]);
  });

  it('leaves no word to the IoT policy where the role alone decides', () => {
    const access = { ...defaultTopicAccess, publish: ['a/{thing}', 'b/{tenant}'] };
    expect(topicAccessProblems(access, { tags, roleAlone: true, where: 'guests.access' })).toEqual([
      { where: 'guests.access.publish[0]', what: expect.stringMatching(/unknown word \{thing\}/) },
      { where: 'guests.access.publish[1]', what: expect.stringMatching(/unknown word \{tenant\}/) },
    ]);
  });

  it('refuses a list without any client ID', () => {
    expect(() => completeTopicAccess({ clientIds: [] })).toThrow(/access\.clientIds: is empty/);
  });
});
