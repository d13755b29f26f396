import type { Answer } from '../answer.js';
import type { Asking } from '../asking.js';
import { IOT_GUIDE, IOT_QUOTAS, type Question } from '../question.js';

const REASON_CODES = {
  says: 'Lists 135 (not authorized), 133 (client identifier not valid), 151 (quota exceeded) among the reason codes of MQTT 5.',
  url: `${IOT_GUIDE}mqtt.html#mqtt5-reason-codes`,
};

/** How CONNECT is answered. */
export const CONNECT_QUESTIONS: readonly Question[] = [
  {
    id: 'connect-unattached-mqtt-3',
    title: 'How is CONNECT refused in MQTT 3.1.1 where no IoT policy is attached?',
    documented: {
      says: 'AWS IoT answers 7 and not 5 where a connection is refused because the client is not authorized.',
      url: `${IOT_GUIDE}mqtt.html#mqtt-differences`,
    },
    reasoned:
      'Seen by many: the WebSocket opens, and is closed after CONNECT without a CONNACK (aws-iot-device-sdk-java-v2#586).',
    creates: 'a user and her identity',
    run: ({ make, line, unique }) => unattached({ make, line, unique }, 4),
  },
  {
    id: 'connect-unattached-mqtt-5',
    title: 'How is CONNECT refused in MQTT 5 where no IoT policy is attached?',
    documented: REASON_CODES,
    creates: 'a user and her identity',
    run: ({ make, line, unique }) => unattached({ make, line, unique }, 5),
  },
  {
    id: 'connect-foreign-client-id',
    title: 'How is CONNECT refused in MQTT 5 with the client ID of somebody else?',
    documented: REASON_CODES,
    creates: 'a user, her identity and an attachment',
    async run({ resident, line, unique }) {
      const { keys } = await resident();
      return (await line({ keys, clientId: `somebody-else-${unique()}` })).connected;
    },
  },
  {
    id: 'connect-again-after-refusal',
    title: 'Does a CONNECT that was refused count for the quota of one a second?',
    documented: { says: 'One CONNECT a second for each client ID.', url: IOT_QUOTAS },
    creates: 'a user and her identity',
    async run({ make, line, unique }) {
      const { keys, identityId } = await make.user();
      const clientId = `${identityId}-${unique()}`;
      return [(await line({ keys, clientId })).connected, (await line({ keys, clientId })).connected];
    },
  },
  {
    id: 'connect-client-id-129-bytes',
    title: 'How is a client ID of more than 128 bytes refused in MQTT 5?',
    documented: { says: 'A client ID has 128 bytes of UTF-8 at most.', url: IOT_QUOTAS },
    run: ({ line }) => connected(line({ clientId: 'c'.repeat(129) })),
  },
  {
    id: 'connect-client-id-reserved',
    title: 'How is a client ID that begins with $ refused in MQTT 5?',
    documented: { says: '$ is reserved for client IDs that AWS IoT makes.', url: IOT_QUOTAS },
    run: ({ line, unique }) => connected(line({ clientId: `$conformance-${unique()}` })),
  },
  {
    id: 'connect-client-id-empty-mqtt-5',
    title: 'Does AWS IoT make up a client ID for an empty one in MQTT 5?',
    documented: { says: 'CONNACK may have an Assigned Client Identifier.', url: `${IOT_GUIDE}mqtt.html#mqtt5` },
    async run({ line }) {
      const { connected, connack } = await line({ clientId: '' });
      const assigned = connack?.properties?.assignedClientIdentifier;
      return { connected, assigned: assigned === undefined ? null : assigned.length };
    },
  },
  {
    id: 'connack-mqtt-5',
    title: 'What does CONNACK say of the broker in MQTT 5?',
    documented: { says: 'Lists the properties of CONNACK that it sends.', url: `${IOT_GUIDE}mqtt.html#mqtt5` },
    async run({ line }) {
      const { connected, connack } = await line({ keepalive: 300, properties: { sessionExpiryInterval: 60 } });
      return { connected, properties: JSON.parse(JSON.stringify(connack?.properties ?? null)) };
    },
  },
  ...(
    [
      ['none', 0],
      ['above-1200', 2000],
      ['below-30', 5],
    ] as const
  ).map(
    ([name, keepalive]): Question => ({
      id: `keep-alive-${name}`,
      title: `Which keep-alive does AWS IoT take where ${keepalive} seconds are asked for, and does it say so in MQTT 5?`,
      documented: {
        says: '30 to 1,200 seconds; none and more than that become 1,200, less becomes 30.',
        url: IOT_QUOTAS,
      },
      async run({ line }) {
        const { connack } = await line({ keepalive });
        return connack?.properties?.serverKeepAlive ?? null;
      },
    }),
  ),
  {
    id: 'session-expiry-a-week',
    title: 'How long is a session kept that asks for a week in MQTT 5?',
    documented: { says: 'A persistent session expires after an hour by default.', url: IOT_QUOTAS },
    async run({ line }) {
      const asked = await line({ clean: false, properties: { sessionExpiryInterval: 7 * 86_400 } });
      const told = asked.connack?.properties?.sessionExpiryInterval ?? null;
      await asked.leave();
      return told;
    },
  },
  {
    id: 'will-delay',
    title: 'Is a last will with a delay taken in MQTT 5?',
    documented: 'not found',
    reasoned: 'AWS lists the properties that it supports, and the delay of a will is not among them.',
    run: ({ line, unique }) => {
      const topic = `conformance/${unique()}`;
      const will = { topic, payload: Buffer.from('gone'), qos: 0 as const, retain: false };
      return connected(line({ will: { ...will, properties: { willDelayInterval: 5 } } }));
    },
  },
  {
    id: 'enhanced-authentication',
    title: 'How is CONNECT answered that asks for an authentication method of MQTT 5?',
    documented: {
      says: 'The authentication method is not among the properties that it supports.',
      url: `${IOT_GUIDE}mqtt.html#mqtt5`,
    },
    run: ({ line }) => connected(line({ properties: { authenticationMethod: 'SCRAM-SHA-256' } })),
  },
  {
    id: 'connect-twice-a-second',
    title: 'How is a second CONNECT within a second with the same client ID answered in MQTT 5?',
    documented: { says: 'One CONNECT a second for each client ID.', url: IOT_QUOTAS },
    async run({ line, unique }) {
      const clientId = `conformance-${unique()}`;
      await line({ clientId });
      return connected(line({ clientId }));
    },
  },
  {
    id: 'takeover-mqtt-5',
    title: 'What is the former connection told in MQTT 5 when another one takes its client ID?',
    documented: {
      says: 'The new connection is accepted and the former one disconnected; 142 is session taken over.',
      url: `${IOT_GUIDE}mqtt.html#mqtt5-reason-codes`,
    },
    run: ({ line, unique }) => takeover({ line, unique }, 5),
  },
  {
    id: 'takeover-mqtt-3',
    title: 'And in MQTT 3.1.1?',
    documented: {
      says: 'The new connection is accepted and the former one disconnected.',
      url: `${IOT_GUIDE}mqtt.html`,
    },
    run: ({ line, unique }) => takeover({ line, unique }, 4),
  },
];

async function connected(line: ReturnType<Asking['line']>): Promise<string> {
  return (await line).connected;
}

async function unattached(
  { make, line, unique }: Pick<Asking, 'make' | 'line' | 'unique'>,
  protocolVersion: 4 | 5,
): Promise<Answer> {
  const { keys, identityId } = await make.user();
  return (await line({ keys, protocolVersion, clientId: `${identityId}-${unique()}` })).connected;
}

/** AWS IoT takes one CONNECT a second for a client ID. */
const BETWEEN_CONNECTS_MS = 1100;

async function takeover({ line, unique }: Pick<Asking, 'line' | 'unique'>, protocolVersion: 4 | 5): Promise<Answer> {
  const clientId = `conformance-${unique()}`;
  const former = await line({ clientId, protocolVersion });
  await former.ends(BETWEEN_CONNECTS_MS);
  const { connected } = await line({ clientId, protocolVersion });
  return { next: connected, former: await former.ends(5000) };
}
