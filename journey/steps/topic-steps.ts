import { randomUUID } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { about } from '../about.js';
import { expectMessage, publish, subscribe } from '../clients/mqtt-client.js';
import { createOperatorClient } from '../clients/operator-client.js';
import { delivered, filterOf, topicOf, usable } from '../topic-patterns.js';
import { type JourneyStep, known, Skipped, type Traveller } from '../traveller.js';

/** All that the user was told to be allowed: each filter, each topic, each message. */
export const TOPIC_STEPS: readonly JourneyStep[] = [
  {
    name: 'subscribe-own',
    needs: ['connect'],
    async run(traveller) {
      const filters = distinct(usable(known(traveller.access, 'access').topics.subscribe).map(filterOf));
      traveller.filters = filters;
      if (filters.length === 0) return new Skipped('The access has no topic to subscribe to for the made-up user.');
      const client = known(traveller.connection, 'connection');
      for (const filter of filters) await about(`subscribing to ${filter}`, subscribe(client, filter));
      return { filter: filters[0], filters };
    },
  },
  {
    name: 'publish-own',
    needs: ['subscribe-own'],
    async run(traveller) {
      const client = known(traveller.connection, 'connection');
      const { publish: mayPublish, receive } = known(traveller.access, 'access').topics;
      const own = distinct(usable(mayPublish).map(topicOf));
      const received = delivered({ publish: usable(mayPublish), receive: usable(receive) }, traveller.filters ?? []);
      const foreign = received.filter((topic) => !own.includes(topic));
      if (own.length + foreign.length === 0) {
        return new Skipped('The access has no topic to publish to or to hear from for the made-up user.');
      }
      const messages = new Map([...own, ...foreign].map((topic) => [topic, randomUUID()]));
      const payload = (topic: string) => messages.get(topic) ?? '';
      const arrived = received.map((topic) => expectMessage(client, topic, payload(topic)));
      for (const topic of own) await about(`publishing to ${topic}`, publish(client, topic, payload(topic)));
      if (foreign.length > 0) await publishAsOperator(traveller, foreign, payload);
      await Promise.all(arrived);
      const topic = own[0] ?? foreign[0];
      return { topic, published: own, received };
    },
  },
];

/** What the user may hear and not say comes from somebody else. */
async function publishAsOperator(
  { target, open }: Traveller,
  topics: readonly string[],
  payload: (topic: string) => string,
): Promise<void> {
  const client: MqttClient = await (await createOperatorClient(target)).connect();
  open.push(client);
  for (const topic of topics) await publish(client, topic, payload(topic));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
