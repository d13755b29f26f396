import { GetCredentialsForIdentityCommand } from '@aws-sdk/client-cognito-identity';
import type { Answer } from '../answer.js';
import { bodyWords } from '../answer-body.js';
import { type Asking, outcome } from '../asking.js';
import { IOT_GUIDE, IOT_QUOTAS, type Question } from '../question.js';
import { apiWords, signedCall } from '../signed-call.js';
import { upgrade } from '../upgrade.js';

/** A little more than the hour that credentials and ID tokens live. */
const OVER_AN_HOUR_S = 3700;
const AN_HOUR = 'an hour';

/** What only time tells. On AWS they wait together. */
export const SLOW_QUESTIONS: readonly Question[] = [
  {
    id: 'socket-beyond-credentials',
    title: 'Does an MQTT connection outlive the credentials that signed it?',
    documented: 'not found',
    reasoned: 'Seen: it seems to, up to 24 hours (aws-crt-nodejs#423). Closing at their end is the stricter reading.',
    slow: AN_HOUR,
    creates: 'a user, her identity and an attachment',
    async run({ newResident, line, clock, unique }) {
      const { keys, clientId, topics } = await newResident();
      const open = await line({ keys, clientId: `${clientId}-${unique()}` });
      await clock.pass(OVER_AN_HOUR_S);
      const ended = await open.ends(2000);
      return ended === 'stays' ? { ended, publish: await open.publish(topics, 'x') } : ended;
    },
  },
  {
    id: 'url-of-expired-credentials',
    title: 'What is said to an upgrade with expired credentials?',
    documented: 'not found',
    slow: AN_HOUR,
    creates: 'a user and her identity',
    async run({ make, url, clock }) {
      const { keys } = await make.user();
      await clock.pass(OVER_AN_HOUR_S);
      const { status, errorType, body } = await upgrade(url(keys));
      return { status, errorType, body: bodyWords(body) };
    },
  },
  {
    id: 'api-expired-credentials',
    title: 'How does API Gateway answer a request that expired credentials signed?',
    documented: {
      says: 'EXPIRED_TOKEN, 403.',
      url: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
    },
    slow: AN_HOUR,
    creates: 'a user and her identity',
    async run({ make, place, clock }) {
      const { keys } = await make.user();
      await clock.pass(OVER_AN_HOUR_S);
      const { AttachPolicyUrl = '', Region = '' } = place.outputs;
      return apiWords(await signedCall({ url: new URL(AttachPolicyUrl), region: Region, keys, now: clock.now() }));
    },
  },
  {
    id: 'expired-id-token',
    title: 'What does the identity pool say to an expired ID token?',
    documented: {
      says: 'NotAuthorizedException.',
      url: 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html',
    },
    reasoned: 'The words are as they were seen.',
    slow: AN_HOUR,
    creates: 'a user and her identity',
    async run({ make, place, clients, clock }) {
      const { identityId: IdentityId, idToken } = await make.user();
      await clock.pass(OVER_AN_HOUR_S);
      const { Region, UserPoolId } = place.outputs;
      const Logins = { [`cognito-idp.${Region}.amazonaws.com/${UserPoolId}`]: idToken };
      return outcome(clients.identityPoolOnce.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins })));
    },
  },
  {
    id: 'session-after-an-hour',
    title: 'Is a session still there after an hour, that asked for a day?',
    documented: { says: 'A persistent session expires after an hour by default.', url: IOT_QUOTAS },
    slow: AN_HOUR,
    async run({ line, clock, unique }) {
      const session = {
        clientId: `conformance-${unique()}`,
        clean: false,
        properties: { sessionExpiryInterval: 86_400 },
      };
      await (await line(session)).leave();
      await clock.pass(OVER_AN_HOUR_S);
      return (await line(session)).connack?.sessionPresent ?? null;
    },
  },
  {
    id: 'unacknowledged-within-connection',
    title: 'Is a message of QoS 1 sent again on the same connection that does not acknowledge it?',
    documented: { says: 'Unacknowledged messages are sent again for an hour.', url: IOT_QUOTAS },
    reasoned: 'The standard sends again upon reconnecting alone.',
    slow: 'two minutes',
    async run(asking) {
      return redelivered(asking, 120);
    },
  },
  {
    id: 'message-expiry-in-session',
    title: 'Is a message whose expiry is over kept from a session that is resumed?',
    documented: { says: 'Messages that have expired are not sent.', url: `${IOT_GUIDE}mqtt.html#mqtt5-message-expiry` },
    slow: 'a minute',
    async run({ line, clock, unique }): Promise<Answer> {
      const topic = `conformance/${unique()}`;
      const session = { clientId: `conformance-${unique()}`, clean: false, properties: { sessionExpiryInterval: 600 } };
      const former = await line(session);
      await former.subscribe([topic, `${topic}/end`]);
      await former.leave(/* abruptly */ true);
      const publisher = await line();
      await publisher.publish(topic, 'late', { properties: { messageExpiryInterval: 30 } });
      await publisher.publish(`${topic}/end`, 'kept');
      await clock.pass(60);
      const next = await line(session);
      const kept = await next.hears(`${topic}/end`);
      return { kept: kept !== undefined, expired: next.heard.some((heard) => heard.topic === topic) };
    },
  },
];

async function redelivered({ line, clock, unique }: Asking, seconds: number): Promise<Answer> {
  const topic = `conformance/${unique()}`;
  const silent = await line({ isSilent: true });
  await silent.subscribe([topic]);
  await (await line()).publish(topic, 'again?');
  await silent.hears(topic);
  await clock.pass(seconds);
  await silent.ends(500);
  const [, again] = silent.heard.filter((heard) => heard.topic === topic);
  return again === undefined ? 'not sent again' : `sent again${again.dup ? ', marked as a duplicate' : ''}`;
}
