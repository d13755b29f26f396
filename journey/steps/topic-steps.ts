import { randomUUID } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { expectMessage, publish, subscribe } from '../clients/mqtt-client.js';
import { createOperatorClient } from '../clients/operator-client.js';
import { JourneyError } from '../refusal.js';
import { covers, filterOf, reaches, topicFor, topicOf, usable } from '../topic-patterns.js';
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
      const own = distinct(usable(known(traveller.access, 'access').topics.publish).map(topicOf));
      const received = delivered(traveller);
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

/** Topics whose messages must reach the user: receive covers them, and a filter that is subscribed to matches. */
function delivered({ access, filters = [] }: Traveller): string[] {
  const { publish, receive } = known(access, 'access').topics;
  const candidates = [...usable(publish).map(topicOf), ...usable(receive).map(topicOf), ...filters.map(topicFor)];
  return distinct(candidates).filter(
    (topic) => covers(usable(receive), topic) && filters.some((filter) => reaches(topic, filter)),
  );
}

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

/** An error of the broker names no topic. */
async function about(what: string, attempt: Promise<unknown>): Promise<void> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof JourneyError)) throw error;
    throw new JourneyError(error.name, `${error.message} That was on ${what}.`);
  }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
