import { offeredTopics } from '../../console/areas/try-as/offered-topics.js';

const arn = (name: string) => `arn:aws:iot:us-east-1:111122223333:${name}`;
const OWN = '${cognito-identity.amazonaws.com:sub}';
const offered = (...resources: string[]) =>
  offeredTopics([{ Statement: [{ Effect: 'Allow', Resource: resources.map(arn) }] }], 'us-east-1:1');

describe('topics to try', () => {
  it('are those of the identity, as its policies name them', () => {
    expect(offered(`topic/users/${OWN}/*`, `topicfilter/users/${OWN}/*`, 'topic/news')).toEqual({
      topics: ['users/us-east-1:1/hello', 'news'],
      filters: ['users/us-east-1:1/#'],
    });
  });

  it('are none where only a guess could fill them in', () => {
    expect(offered('topic/*/a', 'topic/${iot:ClientId}/a', 'topicfilter/*', `client/${OWN}`)).toEqual({
      topics: [],
      filters: [],
    });
  });

  it.each([undefined, {}, { Statement: 'x' }, { Statement: { Effect: 'Deny', Resource: arn('topic/a') } }])(
    'are none of %j',
    (document) => expect(offeredTopics([document], 'i')).toEqual({ topics: [], filters: [] }),
  );
});
