import type { MqttClient } from 'mqtt';
import { sessionOf } from '../../client/session-of-client.js';
import { createTopicAliases } from '../../client/topic-aliases.js';

describe('aliases of topics', () => {
  it('stand alone once the broker has taken a message that named both', () => {
    const aliases = createTopicAliases(8);
    const first = aliases.wire('a');
    expect(first).toMatchObject({ topic: 'a', topicAlias: 1 });
    // Sent before that one was acknowledged.
    expect(aliases.wire('a')).not.toHaveProperty('topicAlias');
    first.taken();
    expect(aliases.wire('a')).toMatchObject({ topic: '', topicAlias: 1 });
  });

  it('are never relied on after a refusal', () => {
    const aliases = createTopicAliases(8);
    aliases.wire('a');
    expect(aliases.wire('a').topic).toBe('a');
    expect(aliases.wire('b')).toMatchObject({ topic: 'b', topicAlias: 2 });
  });

  it('are as many as the broker takes', () => {
    const aliases = createTopicAliases(2);
    expect(['a', 'b', 'c'].map((topic) => aliases.wire(topic).topicAlias)).toEqual([1, 2, undefined]);
    expect(createTopicAliases(0).wire('a')).not.toHaveProperty('topicAlias');
  });

  it('keep their numbers, whichever is taken first', () => {
    const aliases = createTopicAliases(8);
    const [a, b] = [aliases.wire('a'), aliases.wire('b')];
    b.taken();
    const c = aliases.wire('c');
    a.taken();
    c.taken();
    expect(['a', 'b', 'c'].map((topic) => aliases.wire(topic).topicAlias)).toEqual([1, 2, 3]);
  });
});

it('a session sends them in place of topics, at QoS 1 alone', async () => {
  const publish = jest.fn((...args: unknown[]) => (args.at(-1) as () => void)());
  // All of it that a publish needs.
  const client = { publish } as unknown as MqttClient;
  const connack = { cmd: 'connack' as const, sessionPresent: false, properties: { topicAliasMaximum: 8 } };
  const session = sessionOf(client, connack);
  for (const qos of [1, 1, 0] as const) await session.publish('a', Uint8Array.of(), { qos, retain: false });
  expect(publish.mock.calls.map(([topic, , options]) => [topic, options])).toEqual([
    ['a', { qos: 1, retain: false, properties: { topicAlias: 1 } }],
    ['', { qos: 1, retain: false, properties: { topicAlias: 1 } }],
    ['a', { qos: 0, retain: false }],
  ]);
});
