import { generate, type IPublishPacket, type Packet } from 'mqtt-packet';
import type { Random } from '../support/seeded-random.js';

/** A CONNECT that is taken. */
export function decentConnect(random: Random, version: 4 | 5, clientId: string): Buffer {
  const properties = { sessionExpiryInterval: random.below(3), receiveMaximum: 1 + random.below(5) };
  const will = { topic: 'a', payload: Buffer.from('gone'), qos: random.pick([0, 1] as const), retain: true };
  const options = { protocolVersion: version, clean: random.below(2) === 0, keepalive: random.below(100), clientId };
  return generate({
    cmd: 'connect',
    ...options,
    ...(version === 5 ? { properties } : {}),
    ...(random.below(3) === 0 ? { will } : {}),
  });
}

/** A packet that is taken, so that those after it find something to break. */
export function decentPacket(random: Random, version: 4 | 5): Buffer {
  const topic = random.pick(['a', 'a/b', 'a/b/c', '$aws/things/x/shadow/get']);
  const messageId = 1 + random.below(20);
  const properties = {
    messageExpiryInterval: random.below(3),
    userProperties: { a: ['1', '2'] },
    responseTopic: 'a',
    ...(random.below(2) === 0 ? { topicAlias: 1 + random.below(8) } : {}),
  };
  const publish: IPublishPacket = {
    cmd: 'publish',
    topic,
    messageId,
    qos: random.pick([0, 1] as const),
    retain: !topic.startsWith('$') && random.below(3) === 0,
    dup: false,
    payload: random.pick(['', 'x', '{}']),
    ...(version === 5 && random.below(2) === 0 ? { properties } : {}),
  };
  const filter = random.pick(['a', 'a/#', '+/b', '#', '$aws/things/+/shadow/#', '$aws/events/presence/connected/+']);
  const options = version === 5 ? { nl: random.below(2) === 0, rap: random.below(2) === 0, rh: random.below(3) } : {};
  const packets: Packet[] = [
    publish,
    publish,
    publish,
    { cmd: 'subscribe', messageId, subscriptions: [{ topic: filter, qos: random.pick([0, 1] as const), ...options }] },
    { cmd: 'unsubscribe', messageId, unsubscriptions: [filter] },
    { cmd: 'puback', messageId },
    { cmd: 'pingreq' },
  ];
  return generate(random.pick(packets), { protocolVersion: version });
}
