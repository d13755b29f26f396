import { type EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { createClock } from '../../../sandbox/base/clock.js';
import { createFaults, type Fault } from '../../../sandbox/base/faults.js';
import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';
import { createBroker } from '../../../sandbox/iot/broker.js';
import { createAuthorizeDataPlane } from '../../../sandbox/iot/data-plane.js';
import { serveMqtt } from '../../../sandbox/iot/mqtt-server.js';
import { createShadowService } from '../../../sandbox/iot/shadow-service.js';
import { createShadows, emptyShadows } from '../../../sandbox/iot/shadows.js';
import { createThings, emptyThings } from '../../../sandbox/iot/things.js';
import type { Upgrade } from '../../../sandbox/service/service.js';
import { policyAttachmentsOf } from '../../support/policy-attachments.js';
import { identityId, parse } from '../iam/policies.js';

const arn = (resource: string) => `arn:aws:iot:us-east-1:111122223333:${resource}`;
/** Every user's own topics and client IDs; `sensor` besides, to publish and receive anywhere below, and things. */
const statements = [
  { Effect: 'Allow', Action: 'iot:Connect', Resource: arn('client/${cognito-identity.amazonaws.com:sub}*') },
  { Effect: 'Allow', Action: ['iot:Publish', 'iot:Receive'], Resource: [arn('topic/own/*'), arn('topic/sensor*')] },
  { Effect: 'Allow', Action: 'iot:RetainPublish', Resource: arn('topic/own/kept') },
  { Effect: 'Allow', Action: 'iot:Subscribe', Resource: [arn('topicfilter/own/*'), arn('topicfilter/sensor*')] },
  { Effect: 'Allow', Action: ['iot:Publish', 'iot:Receive'], Resource: arn('topic/$aws/things/*') },
  { Effect: 'Allow', Action: 'iot:Subscribe', Resource: [arn('topicfilter/$aws/things/*'), arn('topicfilter/#')] },
];

/** A broker on a free port behind a door that knows every caller, with one IoT policy, `Users`, attached. */
export async function newBrokerPlace({
  refusedSubscribe = 'close' as 'close' | 'suback',
  /** Statements beside those that let every user in. */
  more = [] as object[],
} = {}) {
  const clock = createClock();
  const document = { Version: '2012-10-17', Statement: [...statements, ...more] };
  const attachments = policyAttachmentsOf({ policyName: 'Users', document }, { clock });
  attachments.attach('Users', identityId);
  const things = createThings({ state: emptyThings(), region: 'us-east-1' });
  const decisions = createDecisionLog(clock.now);
  const judge = createAuthorizeDataPlane({ attachments, things, decisions, clock });
  let broken: { action: string; clientId: string; error: Error } | undefined;
  const authorize: typeof judge = (principal, request) => {
    if (broken?.action === request.action && broken.clientId === request.clientId) throw broken.error;
    return judge(principal, request);
  };
  const told: Fault[] = [];
  const faults = createFaults((fault) => void told.push(fault));
  const shadows = createShadowService({
    shadows: createShadows({ things, state: emptyShadows(), clock }),
    clock,
    faults,
    publish: (topic, payload) => broker.publish({ topic, payload }),
  });
  const broker = createBroker({
    authorize,
    clock,
    region: 'us-east-1',
    accountId: '111122223333',
    refusedSubscribe,
    faults,
    onMessage: shadows.take,
  });
  const principal = {
    accountId: '111122223333',
    arn: 'arn:aws:sts::111122223333:assumed-role/App/x',
    roleArn: 'arn:aws:iam::111122223333:role/App',
    userId: 'AROA:x',
    documents: [parse({ Effect: 'Allow', Action: 'iot:*', Resource: '*' })],
    cognito: {
      identityId,
      identityPoolId: 'pool',
      authenticationType: 'authenticated' as const,
      amr: ['authenticated'],
      authenticationProvider: '',
    },
  };
  const expiration = clock.now() + 48 * 3_600_000;
  const caller = { principal, accessKeyId: 'ASIA', expiration };
  const server = createServer();
  const onUpgrade = (upgrade: Upgrade) => void server.on('upgrade', upgrade);
  serveMqtt({
    onUpgrade,
    broker,
    verifier: { verify: async () => caller },
    region: 'us-east-1',
    now: Date.now,
    faults,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`;
  const clients: MqttClient[] = [];

  return {
    clock,
    attachments,
    things,
    broker,
    faults: told,
    decisions,
    /** From now on the sandbox itself fails where this client asks for this action. */
    breakOn(action: string, clientId: string, error: Error) {
      broken = { action, clientId, error };
    },
    caller,
    url,
    /** Connects without waiting for the answer. */
    open(suffix = '', options: IClientOptions = {}): MqttClient {
      const clientId = `${identityId}${suffix}`;
      const client = mqtt.connect(url, { clientId, protocolVersion: 4, reconnectPeriod: 0, ...options });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    async connect(suffix = '', options: IClientOptions = {}): Promise<MqttClient> {
      const client = this.open(suffix, options);
      await Promise.race([
        event(client, 'connect'),
        event(client, 'close').then(() => Promise.reject(new Error(`refused: ${this.lastEnd()?.explanation}`))),
      ]);
      return client;
    },
    /** Why the connection that ended last did so. */
    lastEnd: () => broker.connections().find(({ end }) => end !== undefined)?.end,
    async stop() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
      await broker.stop();
      clock.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type BrokerPlace = Awaited<ReturnType<typeof newBrokerPlace>>;

/** What a client emits next under this name; MQTT.js types its events in its own way. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any event
export function event(client: MqttClient, name: string): Promise<any[]> {
  // MQTT.js declares an emitter of its own, which is Node's.
  return once(client as unknown as EventEmitter, name);
}

/** The topics of the messages that a client gets, up to and with the one on `last`. */
export function topicsUntil(client: MqttClient, last: string): Promise<string[]> {
  const topics: string[] = [];
  return new Promise((resolve) => {
    client.on('message', (topic) => {
      topics.push(topic);
      if (topic === last) resolve(topics);
    });
  });
}

/** The packet that a client gets first after `act`, or `close`. */
export async function answerTo(client: MqttClient, act: () => unknown): Promise<string> {
  const answer = Promise.race([
    event(client, 'packetreceive').then(([packet]) => String(packet.cmd)),
    event(client, 'close').then(() => 'close'),
  ]);
  act();
  return answer;
}
