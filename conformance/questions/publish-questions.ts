import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../answer.js';
import type { Asking } from '../asking.js';
import type { PublishOptions } from '../mqtt-line.js';
import { IOT_GUIDE, IOT_QUOTAS, type Question } from '../question.js';

const CODES = `${IOT_GUIDE}mqtt.html#mqtt5-reason-codes`;
const NO_QOS_2 = {
  says: 'Where QoS 2 is asked for, neither PUBACK nor SUBACK is sent.',
  url: `${IOT_GUIDE}mqtt.html#mqtt-qos`,
};

/** How PUBLISH is answered, and what becomes of a message. */
export const PUBLISH_QUESTIONS: readonly Question[] = [
  {
    id: 'publish-refused-mqtt-3',
    title: 'What is said to a PUBLISH of QoS 1 that a policy refuses, in MQTT 3.1.1?',
    documented: 'not found',
    reasoned: 'Seen: the connection is dropped, without PUBACK (aws-iot-device-sdk-python-v2#260).',
    creates: 'a user, her identity and an attachment',
    run: (asking) => refused(asking, 4, { qos: 1 }),
  },
  {
    id: 'publish-refused-mqtt-5',
    title: 'And in MQTT 5: PUBACK 135, and does the connection stay?',
    documented: { says: 'Lists 135 among the codes of PUBACK.', url: CODES },
    reasoned: 'Whether AWS closes as well is not documented; the standard has no consequence for other packets.',
    creates: 'a user, her identity and an attachment',
    run: (asking) => refused(asking, 5, { qos: 1 }),
  },
  {
    id: 'publish-refused-qos-0',
    title: 'What is said to a PUBLISH of QoS 0 that a policy refuses, in MQTT 5?',
    documented: { says: 'Lists 135 among the codes of DISCONNECT.', url: CODES },
    creates: 'a user, her identity and an attachment',
    run: (asking) => refused(asking, 5, { qos: 0 }),
  },
  {
    id: 'publish-retained-refused',
    title: 'What is said to a message that is to be retained, without iot:RetainPublish, in MQTT 5?',
    documented: {
      says: 'iot:RetainPublish is needed besides iot:Publish.',
      url: `${IOT_GUIDE}retained-message-policy-examples.html`,
    },
    reasoned: 'Which code it gets, and that it is not passed on as an ordinary message.',
    creates: 'a user, her identity and an attachment',
    async run({ resident, line, unique }) {
      const { keys, clientId, topics } = await resident();
      const open = await line({ keys, clientId: `${clientId}-${unique()}` });
      const topic = `${topics}/retained`;
      await open.subscribe([topic]);
      const said = await open.publish(topic, '', { retain: true });
      if (!open.isOpen) return said;
      return { said, passedOn: (await open.hears(topic, 1000)) !== undefined };
    },
  },
  {
    id: 'publish-qos-2-mqtt-3',
    title: 'What is said to a PUBLISH of QoS 2 in MQTT 3.1.1?',
    documented: NO_QOS_2,
    run: (asking) => published(asking, { qos: 2 }, 4),
  },
  {
    id: 'publish-qos-2-mqtt-5',
    title: 'And in MQTT 5?',
    documented: NO_QOS_2,
    run: (asking) => published(asking, { qos: 2 }),
  },
  {
    id: 'publish-eight-slashes-mqtt-3',
    title: 'What is said to a topic of eight slashes in MQTT 3.1.1?',
    documented: { says: 'A topic has seven slashes at most.', url: IOT_QUOTAS },
    run: (asking) => published(asking, { below: '/3/4/5/6/7/8/9' }, 4),
  },
  {
    id: 'publish-eight-slashes-mqtt-5',
    title: 'And in MQTT 5?',
    documented: { says: 'A topic has seven slashes at most; 144 is topic name invalid.', url: CODES },
    run: (asking) => published(asking, { below: '/3/4/5/6/7/8/9' }),
  },
  {
    id: 'publish-257-bytes',
    title: 'What is said to a topic of more than 256 bytes in MQTT 5?',
    documented: { says: 'A topic has 256 bytes at most.', url: IOT_QUOTAS },
    run: (asking) => published(asking, { below: `/${'t'.repeat(240)}` }),
  },
  {
    id: 'publish-reserved-topic',
    title: 'What is said to a PUBLISH to a topic that begins with $ and is none of AWS IoT, in MQTT 5?',
    documented: { says: 'Topics that begin with $ are reserved.', url: `${IOT_GUIDE}reserved-topics.html` },
    async run({ line, unique }) {
      return (await line()).publish(`$conformance/${unique()}`, 'x');
    },
  },
  {
    id: 'publish-basic-ingest',
    title: 'What is said to a PUBLISH to a rule by Basic Ingest, in MQTT 5?',
    documented: {
      says: 'Rules take messages on $aws/rules/<rule>/… The sandbox has no rules, and refuses it by name.',
      url: `${IOT_GUIDE}iot-basic-ingest.html`,
    },
    async run({ line, unique }) {
      return (await line()).publish(`$aws/rules/conformance_${unique()}/x`, 'x');
    },
  },
  {
    id: 'payload-above-128-kb',
    title: 'What is said to a payload of 128 KB and a byte, in MQTT 3.1.1?',
    documented: { says: 'Publish requests of more than 128 KB are rejected.', url: IOT_QUOTAS },
    run: (asking) => published(asking, { payload: Buffer.alloc(128 * 1024 + 1) }, 4),
  },
  {
    id: 'payload-of-128-kb',
    title: 'And to one of 128 KB?',
    documented: { says: 'Publish requests of more than 128 KB are rejected.', url: IOT_QUOTAS },
    run: (asking) => published(asking, { payload: Buffer.alloc(128 * 1024) }, 4),
  },
  {
    id: 'response-topic-wildcard',
    title: 'What is said to a response topic with a wildcard, in MQTT 5?',
    documented: 'not found',
    reasoned: 'The standard forbids it (MQTT-3.3.2-14).',
    run: (asking) => published(asking, { properties: { responseTopic: 'conformance/+' } }),
  },
  {
    id: 'content-type-257-bytes',
    title: 'What is said to a content type of 257 bytes, in MQTT 5?',
    documented: { says: 'A content type has 256 bytes at most.', url: IOT_QUOTAS },
    run: (asking) => published(asking, { properties: { contentType: 'c'.repeat(257) } }),
  },
  {
    id: 'publishes-above-100-a-second',
    title: 'What is said to publishes above 100 a second on a connection, in MQTT 5?',
    documented: { says: 'Publish requests that exceed the quota are discarded.', url: IOT_QUOTAS },
    reasoned: 'AWS may discard without a word; the sandbox says so.',
    async run({ line, unique }) {
      return (await line()).burst(`conformance/${unique()}`, 250);
    },
  },
  {
    id: 'dup-after-resuming',
    title:
      'Is a message of QoS 1 that was not acknowledged sent again to a resumed session, and marked as a duplicate?',
    documented: {
      says: 'Stored messages are sent when the session is resumed.',
      url: `${IOT_GUIDE}mqtt.html#mqtt-persistent-sessions`,
    },
    reasoned: 'The standard demands DUP; AWS says nothing of it, and the sandbox does not set it.',
    async run({ line, unique }) {
      const clientId = `conformance-${unique()}`;
      const topic = `conformance/${unique()}`;
      const session = { clientId, clean: false, properties: { sessionExpiryInterval: 300 } };
      const first = await line({ ...session, isSilent: true });
      await first.subscribe([topic]);
      await (await line()).publish(topic, 'again?');
      await first.hears(topic);
      await first.leave(/* abruptly */ true);
      await pause(BETWEEN_CONNECTS_MS);
      const again = await line(session);
      const heard = await again.hears(topic);
      return {
        sessionPresent: again.connack?.sessionPresent ?? null,
        comes: heard !== undefined,
        dup: heard?.dup ?? null,
      };
    },
  },
  {
    id: 'session-across-versions',
    title: 'Does MQTT 5 resume a session of MQTT 3.1.1?',
    documented: {
      says: 'A session of one version is not resumed by the other.',
      url: `${IOT_GUIDE}mqtt.html#mqtt-differences`,
    },
    async run({ line, unique }) {
      const clientId = `conformance-${unique()}`;
      const former = await line({ clientId, clean: false, protocolVersion: 4 });
      await former.leave();
      await pause(BETWEEN_CONNECTS_MS);
      const next = await line({ clientId, clean: false, protocolVersion: 5 });
      return next.connack?.sessionPresent ?? next.connected;
    },
  },
];

/** AWS IoT takes one CONNECT a second for a client ID. */
const BETWEEN_CONNECTS_MS = 1100;

async function refused(asking: Asking, protocolVersion: 4 | 5, options: PublishOptions): Promise<Answer> {
  const { resident, line, unique } = asking;
  const { keys, clientId, topics } = await resident();
  const open = await line({ keys, protocolVersion, clientId: `${clientId}-${unique()}` });
  const said = await open.publish(`users/somebody-else/${unique()}`, 'x', options);
  if (!open.isOpen) return said;
  return { said, next: await open.publish(`${topics}/next`, 'x') };
}

interface Published extends PublishOptions {
  readonly payload?: Buffer;
  /** What follows a topic of two levels. */
  readonly below?: string;
}

async function published(
  { line, unique }: Asking,
  { payload = Buffer.from('x'), below = '', ...options }: Published,
  protocolVersion: 4 | 5 = 5,
): Promise<Answer> {
  return (await line({ protocolVersion })).publish(`conformance/${unique()}${below}`, payload, options);
}
