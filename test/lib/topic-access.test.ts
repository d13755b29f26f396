import { completeTopicAccess, defaultTopicAccess, topicAccessProblems } from '../../lib/topic-access.js';

describe('a topic access', () => {
  it('gives each user client IDs and topics of their own by default', () => {
    expect(completeTopicAccess()).toEqual({
      clientIds: ['{identity}', '{identity}-*'],
      publish: ['users/{identity}/*'],
      subscribe: ['users/{identity}/*'],
      receive: ['users/{identity}/*'],
    });
  });

  it('keeps the defaults of what is not named', () => {
    const complete = completeTopicAccess({ publish: [], receive: undefined });
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

  it('refuses a list without any client ID', () => {
    expect(() => completeTopicAccess({ clientIds: [] })).toThrow(/access\.clientIds: is empty/);
  });
});
