import { covers } from '../../contract/policy-pattern.js';
import { topicOffers } from '../../web/topics/topic-offers.js';

describe('topics and filters that the page proposes', () => {
  const topics = (publish: string[], subscribe: string[], receive = subscribe) => ({ publish, subscribe, receive });

  it('are within what is allowed', () => {
    expect(topicOffers(topics(['devices/me/*'], ['devices/me/*']))).toEqual({
      topics: ['devices/me/telemetry'],
      filters: ['devices/me/#'],
    });
  });

  it('go together, so that what is published comes back', () => {
    const { topics: offered, filters } = topicOffers(topics(['commands/*', 'chat/*/text'], ['news/*', 'chat/*/text']));
    expect([offered[0], filters[0]]).toEqual(['chat/example/text', 'chat/+/text']);
  });

  it('leave out what is subscribed to but never delivered', () => {
    const { filters } = topicOffers(topics(['a/*'], ['a/*', 'b/*'], ['b/*']));
    expect(filters).toEqual(['a/#', 'b/#']);
  });

  it.each([
    { title: 'the answer has no topics', given: undefined },
    {
      title: 'only a thing or a tag is allowed, whose name the page does not know',
      given: topics(['things/${iot:Connection.Thing.ThingName}/*'], ['tenants/${aws:PrincipalTag/tenant}/*']),
    },
    { title: 'nothing is allowed', given: topics([], []) },
  ])('are none where $title', ({ given }) => {
    expect(topicOffers(given)).toEqual({ topics: [], filters: [] });
  });

  it.each(['a/*', 'a/*/b', '*/b', 'a/b*', 'a/*/b/*', 'a/b', 'x-*/y', '*'])(
    'are covered by the pattern: %s',
    (pattern) => {
      const { topics: offered, filters } = topicOffers(topics([pattern], [pattern]));
      for (const name of [...offered, ...filters]) expect(covers(pattern, name)).toBe(true);
      expect(offered).toHaveLength(1);
    },
  );

  it('take + and # in a pattern for plain characters', () => {
    expect(covers('a/+', 'a/b')).toBe(false);
    expect(covers('a/#', 'a/b/c')).toBe(false);
    expect(covers('a.c', 'abc')).toBe(false);
  });
});
