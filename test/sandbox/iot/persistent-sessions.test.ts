import type { MqttClient } from 'mqtt';
import { identityId, parse } from '../iam/policies.js';
import { type BrokerPlace, event, newBrokerPlace, topicsUntil } from './broker-place.js';

let place: BrokerPlace;
beforeEach(async () => {
  place = await newBrokerPlace();
});
afterEach(() => place.stop());

const persistent = { clean: false };
const later = async (milliseconds: number) => place.clock.advance(milliseconds);

/** Connects again; whether the broker had kept the session. */
async function back(): Promise<{ client: MqttClient; sessionPresent: boolean }> {
  const client = place.open('', persistent);
  const [{ sessionPresent }] = await event(client, 'connect');
  return { client, sessionPresent };
}

async function leaveSubscribed(filters: string[]): Promise<void> {
  const client = await place.connect('', persistent);
  await client.subscribeAsync(filters, { qos: 1 });
  await client.endAsync();
  while (place.broker.connections().some(({ end }) => end === undefined)) await new Promise(setImmediate);
}

describe('a persistent session', () => {
  it('is taken up within an hour, with what came in between', async () => {
    await leaveSubscribed(['own/#']);
    const other = await place.connect('-2');
    await other.publishAsync('own/missed', 'x', { qos: 1 });
    await later(3_599_000);
    const client = place.open('', persistent);
    const [topic] = await event(client, 'message');
    expect(topic).toBe('own/missed');
  });

  it('is gone after an hour', async () => {
    await leaveSubscribed(['own/#']);
    await later(3_600_000);
    expect(await back()).toMatchObject({ sessionPresent: false });
    expect(place.broker.connections()[0]?.subscriptions).toEqual([]);
  });

  it('counts its hour from the last connection', async () => {
    await leaveSubscribed(['own/#']);
    await later(3_000_000);
    const { client } = await back();
    await later(3_000_000);
    await client.endAsync();
    while (place.broker.connections().some(({ end }) => end === undefined)) await new Promise(setImmediate);
    await later(3_000_000);
    expect(await back()).toMatchObject({ sessionPresent: true });
  });

  it('takes up only what is still allowed', async () => {
    await leaveSubscribed(['own/#']);
    const connectOnly = parse({ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' });
    place.caller.principal.documents.splice(0, 1, connectOnly);
    await later(2000);
    await back();
    expect(place.broker.connections()[0]).toMatchObject({ clientId: identityId, subscriptions: [] });
  });

  it('hands over nothing that came for a subscription that is not allowed any more', async () => {
    await leaveSubscribed(['own/secret', 'own/kept']);
    const other = await place.connect('-2');
    for (const topic of ['own/secret', 'own/kept']) await other.publishAsync(topic, 'x', { qos: 1 });
    const mayNot = { Effect: 'Deny', Action: 'iot:Subscribe', Resource: 'arn:aws:iot:*:*:topicfilter/own/secret' };
    place.caller.principal.documents.push(parse(mayNot));
    await later(2000);
    const client = place.open('', persistent);
    const topics = topicsUntil(client, 'own/last');
    await event(client, 'connect');
    await client.subscribeAsync('own/last', { qos: 1 });
    await later(1000);
    await client.publishAsync('own/last', 'x', { qos: 1 });
    expect(await topics).toEqual(['own/kept', 'own/last']);
  });
});
