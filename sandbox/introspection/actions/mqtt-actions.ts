import { z } from 'zod';
import type { Change } from '../life-cycle-routes.js';
import type { TestClients } from './test-clients.js';
import { who } from './who.js';

const text = z.string().min(1);
const qos = z.union([z.literal(0), z.literal(1)]);

/** Publishing and subscribing as somebody. */
export function serveMqttActions(change: Change, clients: TestClients): void {
  change(
    'mqtt/connect',
    'machine',
    '{"who": {"user": {"userPoolId": …, "userName": …}}}: signs in as somebody and connects',
    z.strictObject({ who, clientId: z.string().optional() }),
    (body) => clients.connect(body.who, body.clientId),
  );
  change(
    'mqtt/subscribe',
    'machine',
    '{"id": …, "filter": "a/#", "qos": 1}',
    z.strictObject({ id: text, filter: z.string(), qos: qos.default(0) }),
    (body) => clients.subscribe(body.id, body.filter, body.qos),
  );
  change(
    'mqtt/unsubscribe',
    'machine',
    '{"id": …, "filter": "a/#"}',
    z.strictObject({ id: text, filter: z.string() }),
    (body) => clients.unsubscribe(body.id, body.filter),
  );
  change(
    'mqtt/publish',
    'machine',
    '{"id": …, "topic": "a/b", "payload": "…", "qos": 1, "retain": false}',
    z.strictObject({
      id: text,
      topic: z.string(),
      payload: z.string(),
      qos: qos.default(1),
      retain: z.boolean().default(false),
    }),
    ({ id, ...message }) => clients.publish(id, message),
  );
  change('mqtt/disconnect', 'machine', '{"id": …}', z.strictObject({ id: text }), ({ id }) => clients.disconnect(id));
}
