import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  ListSubscriptionsCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { Answer } from '../answer.js';
import { type Asking, outcome } from '../asking.js';
import type { MqttLine } from '../mqtt-line.js';
import { IOT_API, IOT_GUIDE, type Question } from '../question.js';

const EVENTS = `${IOT_GUIDE}life-cycle-events.html`;
const DELETE = `${IOT_API}API_iotdata_DeleteConnection.html`;
const A_USER = 'a user, her identity and an attachment';

/** What AWS IoT tells of connections, and how they are ended from outside. */
export const LIFECYCLE_QUESTIONS: readonly Question[] = [
  {
    id: 'event-connected',
    title: 'What does the event of a connection say of a Cognito identity?',
    documented: {
      says: 'Lists clientId, eventType, ipAddress, principalIdentifier, sessionIdentifier, timestamp, versionNumber.',
      url: EVENTS,
    },
    reasoned: 'The form of principalIdentifier is that of a capture of events by somebody else.',
    creates: A_USER,
    run: (asking) => event(asking, 'presence/connected', async ({ leave }) => leave()),
  },
  {
    id: 'event-disconnected',
    title: 'What does the event say of a client that leaves in good order?',
    documented: { says: 'disconnectReason CLIENT_INITIATED_DISCONNECT.', url: EVENTS },
    creates: A_USER,
    run: (asking) => event(asking, 'presence/disconnected', ({ leave }) => leave()),
  },
  {
    id: 'event-subscribed',
    title: 'What does the event of a subscription say?',
    documented: { says: 'The same, and topics.', url: EVENTS },
    creates: A_USER,
    run: (asking) => event(asking, 'subscriptions/subscribed', (line, { topics }) => line.subscribe([`${topics}/#`])),
  },
  ...(
    [
      [
        'close-frame',
        'that closes its WebSocket without DISCONNECT',
        (line: MqttLine) => line.leave(/* abruptly */ true),
      ],
      [
        'refused',
        'whose PUBLISH was refused, in MQTT 3.1.1',
        (line: MqttLine) => line.publish('users/somebody-else/x', 'x'),
      ],
    ] as const
  ).map(
    ([name, whose, end]): Question => ({
      id: `disconnect-reason-${name}`,
      title: `Which disconnectReason has a client ${whose}?`,
      documented: { says: 'Lists the reasons, and when each is told.', url: EVENTS },
      creates: A_USER,
      run: async (asking) => reasonOf(await event(asking, 'presence/disconnected', end)),
    }),
  ),
  {
    id: 'disconnect-reason-takeover',
    title: 'Which disconnectReason has a client whose client ID was taken?',
    documented: { says: 'DUPLICATE_CLIENTID.', url: EVENTS },
    creates: A_USER,
    async run(asking) {
      const { keys } = await asking.resident();
      return reasonOf(
        await event(asking, 'presence/disconnected', async (line, { clientId }) => {
          await line.ends(BETWEEN_CONNECTS_MS);
          await asking.line({ keys, clientId });
        }),
      );
    },
  },
  {
    id: 'delete-connection-mqtt-5',
    title: 'What is a client told that DeleteConnection ends, in MQTT 5?',
    documented: { says: 'It disconnects the client; which code it is told is not said.', url: DELETE },
    reasoned: 'The sandbox says 152, administrative action.',
    run: (asking) => deleted(asking, 5),
  },
  {
    id: 'delete-connection-mqtt-3',
    title: 'And in MQTT 3.1.1?',
    documented: { says: 'It disconnects the client.', url: DELETE },
    run: (asking) => deleted(asking, 4),
  },
  {
    id: 'disconnect-reason-deleted',
    title: 'Which disconnectReason has a client that DeleteConnection ended?',
    documented: { says: 'API_INITIATED_DISCONNECT.', url: EVENTS },
    creates: A_USER,
    run: async (asking) =>
      reasonOf(
        await event(asking, 'presence/disconnected', (_, { clientId }) =>
          asking.clients.iotData.send(new DeleteConnectionCommand({ clientId })),
        ),
      ),
  },
  {
    id: 'delete-connection-nobody',
    title: 'What does DeleteConnection say of a client ID that nobody has?',
    documented: { says: 'ResourceNotFoundException, 404.', url: DELETE },
    async run({ clients, unique, scrubber }) {
      const clientId = `conformance-${unique()}`;
      scrubber.call(clientId, 'client ID');
      return outcome(clients.iotData.send(new DeleteConnectionCommand({ clientId })));
    },
  },
  {
    id: 'delete-connection-reconnects',
    title: 'May a client connect again right after DeleteConnection?',
    documented: 'not found',
    reasoned: 'Revoking ends a connection again and again for that.',
    async run({ clients, line, unique }) {
      const clientId = `conformance-${unique()}`;
      const former = await line({ clientId });
      await former.ends(BETWEEN_CONNECTS_MS);
      await clients.iotData.send(new DeleteConnectionCommand({ clientId }));
      await former.ends(5000);
      return (await line({ clientId })).connected;
    },
  },
  {
    id: 'delete-connection-session',
    title: 'Does a session survive DeleteConnection, without cleanSession and with it?',
    documented: { says: 'cleanSession removes the session, too.', url: DELETE },
    async run(asking) {
      return { kept: await sessionAfter(asking, false), cleaned: await sessionAfter(asking, true) };
    },
  },
  {
    id: 'delete-connection-will',
    title: 'Is the last will sent upon DeleteConnection, without preventWillMessage and with it?',
    documented: { says: 'It is sent unless preventWillMessage is true.', url: DELETE },
    async run(asking) {
      return { usual: await willAfter(asking, false), prevented: await willAfter(asking, true) };
    },
  },
  {
    id: 'get-connection',
    title: 'Which members does GetConnection tell of a client that is connected?',
    documented: { says: 'A data-plane operation since 2026-05.', url: `${IOT_API}API_iotdata_GetConnection.html` },
    async run({ clients, line, unique }) {
      const clientId = `conformance-${unique()}`;
      await line({ clientId });
      const { $metadata: _, ...told } = await clients.iotData.send(new GetConnectionCommand({ clientId }));
      return Object.entries(told)
        .flatMap(([name, value]) => (value === undefined ? [] : [name]))
        .sort();
    },
  },
  {
    id: 'list-subscriptions',
    title: 'What does ListSubscriptions tell?',
    documented: { says: 'A data-plane operation since 2026-05.', url: `${IOT_API}API_iotdata_ListSubscriptions.html` },
    async run({ clients, line, unique }): Promise<Answer> {
      const clientId = `conformance-${unique()}`;
      await (await line({ clientId })).subscribe(['conformance/a/#']);
      const { subscriptions = [] } = await clients.iotData.send(new ListSubscriptionsCommand({ clientId }));
      return JSON.parse(JSON.stringify(subscriptions));
    },
  },
];

/** AWS IoT takes one CONNECT a second for a client ID. */
const BETWEEN_CONNECTS_MS = 1100;

type Act = (line: MqttLine, of: { readonly clientId: string; readonly topics: string }) => Promise<unknown>;

/** The event that AWS IoT publishes when a user's client does something, as the operator hears it. */
async function event({ resident, line, unique }: Asking, family: string, act: Act): Promise<Answer> {
  const { keys, clientId: own, topics } = await resident();
  const clientId = `${own}-${unique()}`;
  const topic = `$aws/events/${family}/${clientId}`;
  const listener = await line();
  await listener.subscribe([topic]);
  const client = await line({ keys, clientId, protocolVersion: 4 });
  await act(client, { clientId, topics });
  const heard = await listener.hears(topic, 10_000);
  return heard === undefined ? 'no event within 10 seconds' : withoutTimes(JSON.parse(heard.payload));
}

/** What is another one each time. */
function withoutTimes({ timestamp, sessionIdentifier, ipAddress, ...told }: Record<string, Answer>): Answer {
  return {
    ...told,
    timestamp: typeof timestamp,
    sessionIdentifier: typeof sessionIdentifier,
    ...(ipAddress !== undefined && { ipAddress: typeof ipAddress }),
  };
}

function reasonOf(told: Answer): Answer {
  if (typeof told !== 'object' || told === null || !('disconnectReason' in told)) return told;
  const { disconnectReason = null, clientInitiatedDisconnect = null } = told;
  return { disconnectReason, clientInitiatedDisconnect };
}

async function deleted({ clients, line, unique }: Asking, protocolVersion: 4 | 5): Promise<Answer> {
  const clientId = `conformance-${unique()}`;
  const open = await line({ clientId, protocolVersion });
  await clients.iotData.send(new DeleteConnectionCommand({ clientId }));
  return open.ends(10_000);
}

async function sessionAfter({ clients, line, unique }: Asking, cleanSession: boolean): Promise<boolean | null> {
  const session = { clientId: `conformance-${unique()}`, clean: false, properties: { sessionExpiryInterval: 300 } };
  const former = await line(session);
  await former.ends(BETWEEN_CONNECTS_MS);
  await clients.iotData.send(new DeleteConnectionCommand({ clientId: session.clientId, cleanSession }));
  await former.ends(5000);
  return (await line(session)).connack?.sessionPresent ?? null;
}

async function willAfter({ clients, line, unique }: Asking, preventWillMessage: boolean): Promise<boolean> {
  const [clientId, topic] = [`conformance-${unique()}`, `conformance/${unique()}`];
  const listener = await line();
  await listener.subscribe([topic]);
  await line({ clientId, will: { topic, payload: Buffer.from('gone'), qos: 1, retain: false } });
  await clients.iotData.send(new DeleteConnectionCommand({ clientId, preventWillMessage }));
  return (await listener.hears(topic, preventWillMessage ? 1500 : 5000)) !== undefined;
}
