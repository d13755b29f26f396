import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { Answer } from '../answer.js';
import type { Asking } from '../asking.js';
import { IOT_GUIDE, IOT_QUOTAS, type Question } from '../question.js';

const RETAIN = `${IOT_GUIDE}mqtt.html#mqtt-retain`;
const CODES = `${IOT_GUIDE}mqtt.html#mqtt5-reason-codes`;

/** How SUBSCRIBE is answered, and what a subscription brings. */
export const SUBSCRIBE_QUESTIONS: readonly Question[] = [
  {
    id: 'subscribe-refused-mqtt-3',
    title: 'Is a SUBSCRIBE that a policy refuses answered by SUBACK 128 in MQTT 3.1.1, or closed?',
    documented: 'not found',
    reasoned:
      'AWS staff say that it closes (aws-iot-device-sdk-js#125, 2017); its troubleshooting page speaks of SUBACK, and a ' +
      'SUBACK of 128 was seen for quotas.',
    creates: 'a user, her identity and an attachment',
    run: (asking) => refused(asking, 4),
  },
  {
    id: 'subscribe-refused-mqtt-5',
    title: 'And in MQTT 5?',
    documented: { says: 'Lists 135 among the codes of SUBACK.', url: CODES },
    creates: 'a user, her identity and an attachment',
    run: (asking) => refused(asking, 5),
  },
  {
    id: 'subscribe-one-of-two-refused',
    title: 'Is the other filter of a SUBSCRIBE granted, of which one is refused, in MQTT 5?',
    documented: 'not found',
    reasoned: 'The standard has a code for each filter.',
    creates: 'a user, her identity and an attachment',
    async run({ resident, line, unique }) {
      const { keys, clientId, topics } = await resident();
      const open = await line({ keys, clientId: `${clientId}-${unique()}` });
      return open.subscribe([`${topics}/#`, `users/somebody-else/${unique()}`]);
    },
  },
  {
    id: 'subscribe-nine-filters',
    title: 'What is said to nine filters in one SUBSCRIBE?',
    documented: { says: 'Eight filters in a SUBSCRIBE.', url: IOT_QUOTAS },
    run: (asking) => subscribed(asking, (topic) => Array.from({ length: 9 }, (_, index) => `${topic}/${index}`)),
  },
  {
    id: 'subscribe-fifty-one',
    title: 'What is said to the 51st subscription of a connection?',
    documented: {
      says: 'It might be rejected, and the connection closed: clients should look at the SUBACK.',
      url: IOT_QUOTAS,
    },
    async run({ line, unique }) {
      const open = await line();
      const topic = `conformance/${unique()}`;
      for (let first = 0; first < 48; first += 8) {
        await open.subscribe(Array.from({ length: 8 }, (_, index) => `${topic}/${first + index}`));
      }
      await open.subscribe([`${topic}/48`, `${topic}/49`]);
      return open.subscribe([`${topic}/50`]);
    },
  },
  {
    id: 'subscribe-qos-2-mqtt-5',
    title: 'What is said to a subscription of QoS 2 in MQTT 5?',
    documented: {
      says: 'Where QoS 2 is asked for, neither PUBACK nor SUBACK is sent.',
      url: `${IOT_GUIDE}mqtt.html#mqtt-qos`,
    },
    async run({ line, unique }) {
      return (await line()).subscribe([`conformance/${unique()}`], { qos: 2 });
    },
  },
  {
    id: 'subscribe-qos-2-mqtt-3',
    title: 'And in MQTT 3.1.1?',
    documented: {
      says: 'Where QoS 2 is asked for, neither PUBACK nor SUBACK is sent.',
      url: `${IOT_GUIDE}mqtt.html#mqtt-qos`,
    },
    async run({ line, unique }) {
      return (await line({ protocolVersion: 4 })).subscribe([`conformance/${unique()}`], { qos: 2 });
    },
  },
  {
    id: 'subscribe-eight-slashes',
    title: 'What is said to a topic filter of eight slashes?',
    documented: { says: 'A topic filter has seven slashes at most.', url: IOT_QUOTAS },
    run: (asking) => subscribed(asking, (topic) => [`${topic}/3/4/5/6/7/8/9`]),
  },
  {
    id: 'shared-subscription',
    title: 'Is a shared subscription granted?',
    documented: {
      says: 'Shared subscriptions are supported in MQTT 3 and 5. The sandbox has none, and refuses them by name.',
      url: `${IOT_GUIDE}mqtt.html#mqtt5-shared-subscription`,
    },
    run: (asking) => subscribed(asking, (topic) => [`$share/conformance/${topic}`]),
  },
  {
    id: 'subscription-identifier',
    title: 'What is said to a subscription identifier?',
    documented: { says: 'Subscription identifiers are not supported; 161 is listed for DISCONNECT.', url: CODES },
    async run({ line, unique }) {
      const properties = { subscriptionIdentifier: 7 };
      return (await line()).subscribe([`conformance/${unique()}`], { properties });
    },
  },
  {
    id: 'hash-matches-parent',
    title: 'Does rooms/# bring a message on rooms?',
    documented: {
      says: 'sensor/# does not match messages published to sensor.',
      url: `${IOT_GUIDE}topics.html#topicfilters`,
    },
    run: (asking) => brings(asking, { filter: (topic) => `${topic}/#`, topic: (topic) => topic }),
  },
  {
    id: 'plus-matches-empty',
    title: 'Does rooms/+ bring a message on rooms/, whose last level is empty?',
    documented: 'not found',
    reasoned: 'The standard says so.',
    run: (asking) => brings(asking, { filter: (topic) => `${topic}/+`, topic: (topic) => `${topic}/` }),
  },
  {
    id: 'overlapping-subscriptions',
    title: 'How often does a message come to whoever is subscribed to its topic and to a wildcard over it?',
    documented: 'not found',
    reasoned: 'The standard leaves it to the broker.',
    async run({ line, unique }) {
      const topic = `conformance/${unique()}`;
      const open = await line();
      await open.subscribe([topic, `${topic}/#`, 'conformance/+']);
      await open.publish(topic, 'twice?');
      await open.publish(`${topic}/end`, 'all that came before has come');
      await open.hears(`${topic}/end`);
      return open.heard.filter((heard) => heard.topic === topic).length;
    },
  },
  {
    id: 'retained-exact',
    title: 'Is whoever subscribes to its topic greeted with a retained message, and is it marked as retained?',
    documented: { says: 'Received upon subscribing, it has the RETAIN flag set.', url: RETAIN },
    run: (asking) => greeted(asking, (topic) => topic),
  },
  {
    id: 'retained-wildcard',
    title: 'Is whoever subscribes to a wildcard greeted with a retained message?',
    documented: {
      says: 'Retained messages are not sent for filters with wildcards.',
      url: `${IOT_GUIDE}mqtt.html#mqtt-retain-using`,
    },
    reasoned: 'The sentence is of 2022.',
    run: (asking) => greeted(asking, (topic) => topic.replace(/[^/]+$/, '+')),
  },
  {
    id: 'retained-while-subscribed',
    title:
      'Is a retained message marked as such to whoever was subscribed before, in MQTT 5, where that was asked for?',
    documented: 'not found',
    reasoned: 'MQTT 5 has the option Retain As Published.',
    async run({ line, unique, removals, clients }) {
      const topic = `conformance/${unique()}`;
      const open = await line();
      await open.subscribe([topic], { asPublished: true });
      removals.add({ what: `the retained message of ${topic}`, remove: () => forget({ clients }, topic) });
      await open.publish(topic, 'kept', { retain: true });
      return (await open.hears(topic))?.retain ?? null;
    },
  },
];

async function refused({ resident, line, unique }: Asking, protocolVersion: 4 | 5): Promise<Answer> {
  const { keys, clientId } = await resident();
  const open = await line({ keys, protocolVersion, clientId: `${clientId}-${unique()}` });
  return open.subscribe([`users/somebody-else/${unique()}`]);
}

async function subscribed({ line, unique }: Asking, filters: (topic: string) => readonly string[]): Promise<Answer> {
  return (await line()).subscribe(filters(`conformance/${unique()}`));
}

async function brings(
  { line, unique }: Asking,
  { filter, topic }: { readonly filter: (base: string) => string; readonly topic: (base: string) => string },
): Promise<Answer> {
  const base = `conformance/${unique()}`;
  const open = await line();
  await open.subscribe([filter(base), `${base}/end`]);
  await open.publish(topic(base), 'does it come?');
  await open.publish(`${base}/end`, 'all that came before has come');
  await open.hears(`${base}/end`);
  return open.heard.some((heard) => heard.topic === topic(base));
}

async function greeted(
  { line, unique, removals, clients }: Asking,
  filter: (topic: string) => string,
): Promise<Answer> {
  const topic = `conformance/${unique()}/news`;
  removals.add({ what: `the retained message of ${topic}`, remove: () => forget({ clients }, topic) });
  const open = await line();
  await open.publish(topic, 'kept', { retain: true });
  await open.subscribe([filter(topic)]);
  const heard = await open.hears(topic, 2000);
  return heard === undefined ? 'nothing comes' : `comes${heard.retain ? ', marked as retained' : ''}`;
}

/** An empty message takes a retained one away. By HTTPS: what was interrupted opens no connection more. */
async function forget({ clients }: Pick<Asking, 'clients'>, topic: string): Promise<void> {
  await clients.iotData.send(new PublishCommand({ topic, retain: true, qos: 1, payload: new Uint8Array() }));
}
