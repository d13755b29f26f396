import {
  AttachThingPrincipalCommand,
  CreatePolicyVersionCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
} from '@aws-sdk/client-iot';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { Answer } from '../answer.js';
import { type Asking, outcome } from '../asking.js';
import type { MqttLine } from '../mqtt-line.js';
import { DENIAL, EVERYTHING, everythingBut } from '../policy-documents.js';
import { IOT_API, IOT_GUIDE, type Question } from '../question.js';
import { untilTrue } from '../until-true.js';

const COGNITO = `${IOT_GUIDE}cog-iot-policies.html`;
const CACHED = {
  says: 'Changes of a policy can take 6 to 8 minutes to become effective, since documents are cached.',
  url: `${IOT_GUIDE}iot-policies.html`,
};
const A_USER = 'a user, her identity, a policy and an attachment';
/** Longer than AWS says that it caches, in milliseconds. */
const EFFECTIVE_WITHIN_MS = 12 * 60_000;

/** What attached policies decide, and when a change of them is felt. */
export const RIGHTS_QUESTIONS: readonly Question[] = [
  {
    id: 'subscribed-without-receive',
    title: 'Is a SUBSCRIBE granted without iot:Receive, and what becomes of the messages?',
    documented: {
      says: 'iot:Receive is confirmed every time a message is delivered; it can revoke from those who are subscribed.',
      url: `${IOT_GUIDE}iot-policy-actions.html`,
    },
    creates: A_USER,
    async run({ make, newResident, line, unique }) {
      const user = await newResident(await make.policy(everythingBut('iot:Receive')));
      const open = await line({ keys: user.keys, clientId: `${user.clientId}-${unique()}` });
      const said = await open.subscribe([user.topics]);
      await open.publish(user.topics, 'does it come?');
      return { said, comes: (await open.hears(user.topics, 1500)) !== undefined, stays: open.isOpen };
    },
  },
  {
    id: 'identity-variable-in-iot-policy',
    title: 'Has ${cognito-identity.amazonaws.com:sub} a value in an attached IoT policy?',
    documented: {
      says: 'An example attaches a policy with it to the role and to the identity.',
      url: `${IOT_GUIDE}pub-sub-policy.html`,
    },
    reasoned: 'No page lists it among the variables.',
    creates: A_USER,
    run: (asking) => connectsBy(asking, `client/\${cognito-identity.amazonaws.com:sub}-*`),
  },
  {
    id: 'client-id-variable-in-iot-policy',
    title: 'Has ${iot:ClientId} a value in the IoT policy of a Cognito identity?',
    documented: { says: 'The client ID used to connect.', url: `${IOT_GUIDE}basic-policy-variables.html` },
    creates: A_USER,
    run: (asking) => connectsBy(asking, `client/\${iot:ClientId}`),
  },
  {
    id: 'thing-variable-of-identity',
    title:
      'Has ${iot:Connection.Thing.ThingName} a value where the identity is attached to the thing of its client ID?',
    documented: {
      says: 'Thing variables are replaced when an authenticated Cognito identity is attached to a thing, too.',
      url: `${IOT_GUIDE}thing-policy-variables.html`,
    },
    creates: 'a user, her identity, a policy, an attachment and a thing',
    async run({ make, line, unique, clients, removals, scrubber }) {
      const user = await make.user();
      const thingName = `${user.identityId}-${unique()}`;
      scrubber.call(thingName, 'thing');
      await make.attach(await make.policy(connecting(`client/\${iot:Connection.Thing.ThingName}`)), user.identityId);
      await make.thing(thingName);
      const principal = { thingName, principal: user.identityId };
      removals.add({
        what: `the attachment of ${user.identityId} to the thing`,
        remove: () => clients.iot.send(new DetachThingPrincipalCommand(principal)),
      });
      await clients.iot.send(new AttachThingPrincipalCommand(principal));
      return (await line({ keys: user.keys, clientId: thingName })).connected;
    },
  },
  {
    id: 'publish-over-https-refused',
    title: 'What is said to a publish over HTTPS that a policy refuses?',
    documented: {
      says: 'ForbiddenException, 403, is not among the errors that Publish lists; UnauthorizedException, 401, is.',
      url: `${IOT_API}API_iotdata_Publish.html`,
    },
    creates: 'a user, her identity and an attachment',
    async run({ resident, clients, unique }) {
      const { keys } = await resident();
      const topic = `users/somebody-else/${unique()}`;
      return withoutMessage(await outcome(clients.iotDataAs(keys).send(new PublishCommand({ topic, qos: 1 }))));
    },
  },
  {
    id: 'attach-is-felt',
    title: 'How fast does a new attachment let its identity connect?',
    documented: 'not found',
    reasoned: 'There is no figure for a new attachment; ours waits with growing pauses.',
    creates: A_USER,
    async run({ make, line, unique, measured }) {
      const user = await make.user();
      const connects = async () =>
        (await line({ keys: user.keys, clientId: `${user.identityId}-${unique()}` })).connected === 'CONNACK 0';
      await connects();
      const policyName = await make.policy(EVERYTHING);
      await make.attach(policyName, user.identityId);
      return felt(connects, (took) => measured('attach', took));
    },
  },
  {
    id: 'detach-is-felt',
    title: 'How fast does a detached policy keep its identity from connecting?',
    documented: CACHED,
    creates: A_USER,
    async run({ make, newResident, clients, line, unique, measured }) {
      const policyName = await make.policy(EVERYTHING);
      const { keys, clientId, identityId } = await newResident(policyName);
      await clients.iot.send(new DetachPolicyCommand({ policyName, target: identityId }));
      const isRefused = async () =>
        (await line({ keys, clientId: `${clientId}-${unique()}` })).connected !== 'CONNACK 0';
      return felt(isRefused, (took) => measured('detach', took));
    },
  },
  {
    id: 'edit-is-felt',
    title: 'How fast does a new version of a policy refuse a publish of a new connection?',
    documented: CACHED,
    creates: A_USER,
    async run({ make, newResident, clients, line, unique, measured }) {
      const policyName = await make.policy(EVERYTHING);
      const { keys, clientId, topics } = await newResident(policyName);
      const policyDocument = JSON.stringify(everythingBut('iot:Publish'));
      await clients.iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true }));
      const isRefused = async () => {
        const open = await line({ keys, clientId: `${clientId}-${unique()}` });
        const said = await open.publish(topics, 'x');
        await open.leave();
        return said !== 'PUBACK 0';
      };
      return felt(isRefused, (took) => measured('edit', took));
    },
  },
  {
    id: 'detach-while-connected',
    title: 'What becomes of an open connection when its policy is detached?',
    documented: 'not found',
    reasoned: 'Seen: it goes on working for minutes (aws-iot-device-sdk-js#217).',
    creates: A_USER,
    run: (asking) =>
      whileConnected(asking, ({ clients }, { policyName, target }) =>
        clients.iot.send(new DetachPolicyCommand({ policyName, target })),
      ),
  },
  {
    id: 'deny-while-connected',
    title: 'What becomes of an open connection when a policy with an explicit Deny is attached besides?',
    documented: { says: 'An explicit Deny in any policy overrides any Allow.', url: `${IOT_GUIDE}iot-policies.html` },
    reasoned: 'When it is felt on an open connection is not documented.',
    creates: 'a user, her identity, two policies and two attachments',
    run: (asking) =>
      whileConnected(asking, async ({ make }, { target }) => make.attach(await make.policy(DENIAL), target)),
  },
  {
    id: 'role-decides-too',
    title: 'Does an IoT policy that allows everything give more than the role?',
    documented: { says: 'An action is allowed only if both allow it.', url: COGNITO },
    creates: A_USER,
    async run({ make, newResident, line, unique }) {
      const { keys, clientId } = await newResident(await make.policy(EVERYTHING));
      const open = await line({ keys, clientId: `${clientId}-${unique()}` });
      return open.publish(`users/somebody-else/${unique()}`, 'x');
    },
  },
];

const connecting = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: `arn:aws:iot:*:*:${resource}` }],
});

async function connectsBy({ make, line, unique }: Asking, resource: string): Promise<Answer> {
  const user = await make.user();
  await make.attach(await make.policy(connecting(resource)), user.identityId);
  return (await line({ keys: user.keys, clientId: `${user.identityId}-${unique()}` })).connected;
}

/** Of what order the time is: seconds on one day are minutes on no other. */
async function felt(isSo: () => Promise<boolean>, took: (milliseconds: number) => void): Promise<Answer> {
  const begun = performance.now();
  if (!(await untilTrue(isSo, EFFECTIVE_WITHIN_MS))) return 'not within 12 minutes';
  const milliseconds = performance.now() - begun;
  took(milliseconds);
  if (milliseconds < 2000) return 'at once';
  return milliseconds < 60_000 ? 'within a minute' : 'within minutes';
}

async function whileConnected(
  asking: Asking,
  change: (asking: Asking, of: { readonly policyName: string; readonly target: string }) => Promise<unknown>,
): Promise<Answer> {
  const { make, newResident, line, unique, measured } = asking;
  const policyName = await make.policy(EVERYTHING);
  const { keys, clientId, topics, identityId } = await newResident(policyName);
  const open: MqttLine = await line({ keys, clientId: `${clientId}-${unique()}` });
  await open.subscribe([topics]);
  await change(asking, { policyName, target: identityId });
  let said = '';
  const isRefused = async () => {
    if (!open.isOpen) return true;
    said = await open.publish(topics, 'x');
    return said !== 'PUBACK 0';
  };
  const when = await felt(isRefused, (took) => measured('refused', took));
  return { when, publish: said, connection: await open.ends(500) };
}

function withoutMessage(answer: Answer): Answer {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return answer;
  return { error: answer.error, status: answer.status ?? null };
}
