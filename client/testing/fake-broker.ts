import type { IotClient } from '../client-contract.js';
import { readPayload } from '../payload.js';
import { respondTo } from '../respond-to.js';
import { messageOf } from '../subscriptions.js';
import { checkFilter, checkQos, checkTopic, covers } from '../topic-limits.js';
import type { FakeBroker, FakeDeviceMessage, FakeMessage } from './fake-contract.js';
import type { FakeLine, FakeMqttOptions } from './fake-mqtt.js';
import { createFakeNetwork } from './fake-network.js';
import { createFakeRouter, type Published } from './fake-router.js';

/** The broker as a test sees it, and as its clients do. */
export interface FakeBrokerParts extends FakeMqttOptions {
  readonly broker: Omit<FakeBroker, 'newClient'>;
  /** By identity ID. */
  readonly clients: { readonly identityId: string; readonly client: IotClient }[];
}

export function createFakeBroker(): FakeBrokerParts {
  const network = createFakeNetwork();
  const router = createFakeRouter();
  const lines = new Set<FakeLine>();
  const clients: FakeBrokerParts['clients'] = [];
  const messages: FakeMessage[] = [];
  const untaken: FakeMessage[] = [];
  const waiting = new Set<(message: FakeMessage) => boolean>();
  const devices = new Set<(message: FakeMessage) => void>();

  const route = (published: Published) => {
    const message = fakeMessage(published);
    for (const hear of [...devices]) hear(message);
    return router.route(published);
  };
  const onPublished = (published: Published) => {
    const message = fakeMessage(published);
    messages.push(message);
    if (![...waiting].some((take) => take(message))) untaken.push(message);
    void route(published);
  };
  const affected = (identityId: string | undefined) =>
    clients.filter((one) => identityId === undefined || one.identityId === identityId).map(({ client }) => client);

  const broker: FakeBrokerParts['broker'] = {
    messages,
    published(filter) {
      checkFilter(filter);
      const index = untaken.findIndex(({ topic }) => covers(filter, topic));
      const [found] = index < 0 ? [] : untaken.splice(index, 1);
      if (found) return Promise.resolve(found);
      return new Promise((resolve) => {
        const take = (message: FakeMessage) => {
          if (!covers(filter, message.topic)) return false;
          waiting.delete(take);
          resolve(message);
          return true;
        };
        waiting.add(take);
      });
    },
    async publish(topic, payload, { qos = 1, retain = false, ...given } = {}) {
      checkTopic(topic);
      checkQos(qos);
      const { bytes, contentType } = readPayload(payload);
      const properties = { ...(contentType && { contentType }), ...given };
      await route({ topic, payload: bytes.slice(), qos, retain, properties, from: undefined });
    },
    subscribe(filter, handler) {
      checkFilter(filter);
      const hear = (message: FakeMessage) => {
        if (!covers(filter, message.topic)) return;
        const heard: FakeDeviceMessage = {
          ...message,
          respond: (payload, options) => respondTo(message, broker.publish, payload, options),
        };
        handler(heard);
      };
      devices.add(hear);
      return () => void devices.delete(hear);
    },
    refuse: network.refuse,
    async disconnect(identityId) {
      const going = affected(identityId).filter(isTrying);
      network.leave(identityId);
      for (const line of [...lines]) if (identityId === undefined || line.identityId === identityId) line.cut();
      for (const client of going) client.reconnect().catch(() => undefined);
      await Promise.all(going.map((client) => until(client, () => client.state === 'offline' || !isTrying(client))));
    },
    async reconnect(identityId) {
      network.comeBack(identityId);
      const coming = affected(identityId).filter((client) => isTrying(client) && client.state !== 'connected');
      // Those that wait try now.
      await Promise.all(coming.map((client) => client.reconnect().catch(() => undefined)));
    },
  };
  return { broker, clients, network, router, lines, onPublished };
}

function isTrying({ state }: IotClient): boolean {
  return state !== 'closed' && state !== 'denied';
}

function until(client: IotClient, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (isSo()) return resolve();
    const off = client.on('state', () => {
      if (!isSo()) return;
      off();
      resolve();
    });
  });
}

function fakeMessage({ topic, payload, qos, retain, properties, from }: Published): FakeMessage {
  const { text, json } = messageOf({ topic, payload, qos, retain, dup: false });
  return { ...properties, topic, payload, qos, retain, from, text, json };
}
