import { randomUUID } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { publish, subscribe } from '../clients/mqtt-client.js';
import { expectPolicyRefusal, type Refusal } from '../refusal.js';
import { covers, filterOf, topicOf, usable } from '../topic-patterns.js';
import { type JourneyStep, known, type Traveller } from '../traveller.js';
import { connectAs, connectOnceMore } from '../traveller-connections.js';

/** What the user was not told: topics and client IDs of another, those of everybody, and any that nobody named. */
export const FOREIGN_STEPS: readonly JourneyStep[] = [
  {
    name: 'subscribe-foreign-refused',
    needs: ['connect', 'spoof-ignored'],
    run: (traveller) => {
      const { subscribe: own } = topicsOf(traveller);
      const filters = [...asIfOther(traveller, own).map(filterOf), `${nobodys()}/#`];
      return refusedEach('Subscribing to', filters, own, traveller, subscribe);
    },
  },
  {
    name: 'subscribe-wildcard-refused',
    needs: ['connect'],
    run: (traveller) => {
      const { subscribe: own } = topicsOf(traveller);
      const { identityId } = known(traveller.user, 'user');
      const everybodys = ofUser(own, identityId).map((pattern) => topicOf(pattern.replaceAll(identityId, '+')));
      return refusedEach('Subscribing to', ['#', ...everybodys], own, traveller, subscribe);
    },
  },
  {
    name: 'publish-foreign-refused',
    needs: ['connect', 'spoof-ignored'],
    run: (traveller) => {
      const { publish: own } = topicsOf(traveller);
      const topics = [...asIfOther(traveller, own).map(topicOf), `${nobodys()}/x`];
      return refusedEach('Publishing to', topics, own, traveller, (client, topic) => publish(client, topic, '!'));
    },
  },
  {
    name: 'foreign-client-id-refused',
    needs: ['connect', 'spoof-ignored'],
    async run(traveller) {
      const { target, user, other, access } = traveller;
      const { identityId } = known(user, 'user');
      const { clientId } = known(access, 'access');
      const foreign = clientId.replaceAll(identityId, known(other, 'other user').identityId);
      let refusal: Refusal | undefined;
      for (const id of [foreign, `${foreign}-tab`]) {
        const connect = () => connectAs(traveller, id);
        refusal = await expectPolicyRefusal(target, `Connecting as ${id}`, connect, ['SocketClosed']);
      }
      return { ...refusal, clientIds: [foreign, `${foreign}-tab`] };
    },
  },
];

/** A refusal closes the connection, so each attempt has one of its own. What the access covers is no foreign thing. */
async function refusedEach(
  verb: string,
  names: readonly string[],
  own: readonly string[],
  traveller: Traveller,
  attempt: (client: MqttClient, name: string) => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  const foreign = [...new Set(names)].filter((name) => !covers(own, name));
  let refusal: Refusal | undefined;
  for (const name of foreign) {
    const client = await connectOnceMore(traveller);
    refusal = await expectPolicyRefusal(traveller.target, `${verb} ${name}`, () => attempt(client, name), [
      'SocketClosed',
    ]);
  }
  return { ...refusal, tried: foreign };
}

function topicsOf({ access }: Traveller) {
  const { publish, subscribe } = known(access, 'access').topics;
  return { publish: usable(publish), subscribe: usable(subscribe) };
}

function ofUser(patterns: readonly string[], identityId: string): string[] {
  return patterns.filter((pattern) => pattern.includes(identityId));
}

/** The user's own patterns with the other's identity ID in them. */
function asIfOther({ user, other }: Traveller, patterns: readonly string[]): string[] {
  const [own, foreign] = [known(user, 'user').identityId, known(other, 'other user').identityId];
  return ofUser(patterns, own).map((pattern) => pattern.replaceAll(own, foreign));
}

function nobodys(): string {
  return `nobody-${randomUUID().slice(0, 8)}`;
}
