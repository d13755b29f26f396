import { randomUUID } from 'node:crypto';
import { connectMqtt, nextMessage, publish, subscribe } from '../clients/mqtt-connection.js';
import { expectRefusal, JourneyError, type Refusal } from '../refusal.js';
import { type JourneyStep, known, type Traveller } from '../traveller.js';

export const topicSteps: readonly JourneyStep[] = [
  {
    name: 'subscribe-own',
    needs: ['connect'],
    async run({ connection, user }) {
      const filter = `users/${known(user, 'user').identityId}/#`;
      await subscribe(known(connection, 'connection'), filter);
      return { filter };
    },
  },
  {
    name: 'publish-own',
    needs: ['subscribe-own'],
    async run({ connection, user }) {
      const client = known(connection, 'connection');
      const topic = `users/${known(user, 'user').identityId}/hello`;
      const payload = randomUUID();
      const received = nextMessage(client);
      await publish(client, topic, payload);
      const message = await received;
      if (message.topic !== topic || message.payload !== payload) {
        throw new JourneyError(
          'WrongMessage',
          `Sent ${payload} on ${topic}, got ${message.payload} on ${message.topic}.`,
        );
      }
      return { topic, received: true };
    },
  },
  {
    name: 'subscribe-foreign-refused',
    needs: ['connect', 'spoof-ignored'],
    refusedByPolicy: true,
    run: (traveller) =>
      expectClosed(traveller, 'foreign', (client) => subscribe(client, `users/${otherOf(traveller)}/#`)),
  },
  {
    name: 'subscribe-wildcard-refused',
    needs: ['connect'],
    refusedByPolicy: true,
    async run(traveller) {
      await expectClosed(traveller, 'all', (client) => subscribe(client, '#'));
      const refusal = await expectClosed(traveller, 'plus', (client) => subscribe(client, 'users/+/x'));
      return { ...refusal, filters: ['#', 'users/+/x'] };
    },
  },
  {
    name: 'publish-foreign-refused',
    needs: ['connect', 'spoof-ignored'],
    refusedByPolicy: true,
    run: (traveller) =>
      expectClosed(traveller, 'write', (client) => publish(client, `users/${otherOf(traveller)}/x`, '!')),
  },
  {
    name: 'foreign-client-id-refused',
    needs: ['connect', 'spoof-ignored'],
    refusedByPolicy: true,
    run(traveller) {
      const { credentials } = known(traveller.user, 'user');
      return expectRefusal(connectMqtt(traveller.target, credentials, otherOf(traveller)), ['SocketClosed']);
    },
  },
];

/** A refusal closes the connection, so each attempt has one of its own. */
async function expectClosed(
  traveller: Traveller,
  suffix: string,
  attempt: (client: Awaited<ReturnType<typeof connectMqtt>>) => Promise<unknown>,
): Promise<Refusal> {
  const { credentials, identityId } = known(traveller.user, 'user');
  const client = await connectMqtt(traveller.target, credentials, `${identityId}-${suffix}`);
  traveller.open.push(client);
  return expectRefusal(attempt(client), ['SocketClosed']);
}

function otherOf({ other }: Traveller): string {
  return known(other, 'other user').identityId;
}
