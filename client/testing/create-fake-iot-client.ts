import { createEngine } from '../engine.js';
import { UnsupportedError } from '../iot-access-error.js';
import { createIotClientIn } from '../iot-client.js';
import { createFakeAttachPolicy, type FakeApiUser } from './fake-attach-policy.js';
import { createFakeBroker, type FakeBrokerParts } from './fake-broker.js';
import type { FakeBroker, FakeIot, FakeIotClientOptions, FakeUser } from './fake-contract.js';
import { createFakeMqtt } from './fake-mqtt.js';
import { mayRetain, topicsOf } from './fake-rights.js';

const REGION = 'eu-west-1';
const ENDPOINT = `fake-ats.iot.${REGION}.amazonaws.com`;
const STACK = { region: REGION, endpoint: ENDPOINT, policyName: 'FakePolicy' };
const OUTPUTS = {
  Region: REGION,
  AttachPolicyUrl: `https://fake.execute-api.${REGION}.amazonaws.com/v1/attach-policy`,
  IotEndpoint: ENDPOINT,
};

/**
 * A client for tests of an app, and the broker that it talks to: the code of the real one, over MQTT and `/attach-policy`
 * in memory. Nothing waits for a timer unless the real client would. Close it at a test's end.
 *
 * @throws RangeError for an option; UnsupportedError in an environment without TextEncoder
 */
export function createFakeIotClient(options: FakeIotClientOptions = {}): FakeIot {
  checkEnvironment();
  const parts = createFakeBroker();
  const broker: FakeBroker = { ...parts.broker, newClient: (more) => clientOf(parts, broker, more) };
  return broker.newClient(options);
}

/** @throws UnsupportedError in an environment that has no bytes for text, as Jest's jsdom */
function checkEnvironment(): void {
  if ('TextEncoder' in globalThis) return;
  throw new UnsupportedError(
    'There is no TextEncoder here, which turns text into bytes.',
    "In Jest's jsdom, write Object.assign(globalThis, { TextEncoder, TextDecoder }) into a setup file, both of node:util.",
  );
}

function clientOf(parts: FakeBrokerParts, broker: FakeBroker, options: FakeIotClientOptions = {}): FakeIot {
  const { identityId: chosen, rights: first = {}, guest = false, ...choices } = options;
  const { clients, network } = parts;
  const number = String(clients.length + 1).padStart(12, '0');
  const identityId = chosen ?? `${REGION}:00000000-0000-4000-8000-${number}`;
  let rights = first;
  let change = 1;
  let isSignedIn = true;
  const topics = () => topicsOf(rights, identityId);
  const api: FakeApiUser = { identityId, isGuest: guest, isDenied: false, isRevoked: false, isAttached: true, topics };

  const credentials = async () => {
    if (!isSignedIn) return {};
    const keys = { accessKeyId: `FAKE${change}`, secretAccessKey: 'fake', sessionToken: 'fake' };
    // By the groups the client sees that its rights may be others.
    const idToken = { payload: { 'cognito:groups': [`fake-${change}`] } };
    return { credentials: keys, identityId, tokens: guest ? undefined : { idToken } };
  };
  const isLetIn = () => guest || (api.isAttached && !api.isDenied && !api.isRevoked);
  const client = createIotClientIn(
    { clientIdPattern: `{identity}-${number}`, ...choices, outputs: OUTPUTS, credentials },
    {
      openMqtt: createFakeMqtt(parts, {
        identityId,
        topics,
        mayRetain: (topic) => mayRetain(rights, identityId, topic),
        isLetIn,
      }),
      callAttachPolicy: createFakeAttachPolicy(STACK, api, () => network.isAway(identityId)),
      presignMqttUrl: async ({ mqttUrl }) => mqttUrl,
      connectEvery: 0,
      storage: undefined,
      locks: undefined,
    },
    // With the rest, since a test has few turns to wait for it.
    async () => ({ createEngine }),
  );
  clients.push({ identityId, client });

  /** Connections end, and the client finds out why. */
  const cutOff = async () => {
    if (client.state === 'closed' || client.state === 'denied') return;
    for (const line of [...parts.lines]) if (line.identityId === identityId) line.cut();
    await client.reconnect().catch(() => undefined);
  };

  const user: FakeUser = {
    identityId,
    async changeRights(changed) {
      rights = changed;
      change += 1;
      if (client.state === 'connected') await client.reconnect();
      // It asks by itself, too; this is to know when it has been told.
      if (!guest && client.identityId !== undefined) await client.attachment();
    },
    async deny() {
      api.isDenied = true;
      await cutOff();
    },
    async revoke() {
      if (guest) return;
      api.isRevoked = true;
      await cutOff();
    },
    restore() {
      api.isRevoked = false;
    },
    signOut() {
      isSignedIn = false;
    },
  };
  return { client, broker, user };
}
