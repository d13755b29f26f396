import {
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type Answer, NotAsked } from '../answer.js';
import { type Asking, outcome } from '../asking.js';
import { logins } from '../logins.js';
import type { Question } from '../question.js';
import { signedCall } from '../signed-call.js';

const API = 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/';
const A_USER = 'a user and her identity';

/** Identities, and the tokens that make them. */
export const IDENTITY_QUESTIONS: readonly Question[] = [
  {
    id: 'identity-after-deletion',
    title: 'Has a user whose identity was deleted the same one again, or another?',
    documented: 'not found',
    creates: 'a user and two identities',
    async run({ make, clients, place }) {
      const { identityId, idToken } = await make.user();
      await clients.identityPool.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [identityId] }));
      const asked = new GetIdCommand({
        IdentityPoolId: place.outputs.IdentityPoolId,
        Logins: logins(place.outputs, idToken),
      });
      const { IdentityId = '' } = await clients.identityPool.send(asked);
      make.removeIdentity(IdentityId);
      return IdentityId === identityId ? 'the same' : 'another';
    },
  },
  {
    id: 'identity-after-unlinking',
    title: 'Has a user whose login was unlinked the same identity again, or another?',
    documented: {
      says: 'Unlinked logins will be considered new identities next time they are seen.',
      url: `${API}API_UnlinkIdentity.html`,
    },
    creates: 'a user and two identities',
    async run({ make, clients, place }) {
      const { identityId, idToken } = await make.user();
      const Logins = logins(place.outputs, idToken);
      const LoginsToRemove = Object.keys(Logins);
      const { identityPool } = clients;
      await identityPool.send(new UnlinkIdentityCommand({ IdentityId: identityId, Logins, LoginsToRemove }));
      const { IdentityPoolId } = place.outputs;
      const { IdentityId = '' } = await identityPool.send(new GetIdCommand({ IdentityPoolId, Logins }));
      if (IdentityId !== identityId) make.removeIdentity(IdentityId);
      return IdentityId === identityId ? 'the same' : 'another';
    },
  },
  {
    id: 'delete-identities-missing',
    title: 'What does DeleteIdentities answer for an identity that is not there?',
    documented: 'not found',
    reasoned: 'The sandbox refuses it by name.',
    async run({ clients, place }) {
      const missing = `${place.outputs.Region}:00000000-0000-4000-8000-000000000000`;
      const { identityPoolOnce } = clients;
      return outcome(identityPoolOnce.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [missing] })));
    },
  },
  {
    id: 'describe-identity-logins',
    title: 'What does DescribeIdentity tell of the logins of an identity?',
    documented: { says: 'Logins: the provider names.', url: `${API}API_IdentityDescription.html` },
    creates: A_USER,
    async run({ make, clients }) {
      const { identityId: IdentityId } = await make.user();
      return (await clients.identityPool.send(new DescribeIdentityCommand({ IdentityId }))).Logins ?? null;
    },
  },
  ...(
    [
      ['garbage', 'that is no token', () => 'none'],
      ['forged', 'whose signature is wrong', (token: string) => `${token.slice(0, -8)}AAAAAAAA`],
    ] as const
  ).map(
    ([name, what, spoil]): Question => ({
      id: `get-id-${name}`,
      title: `What is said to GetId with an ID token ${what}?`,
      documented: { says: 'NotAuthorizedException.', url: `${API}API_GetId.html` },
      reasoned: 'The words are as they were seen.',
      creates: A_USER,
      async run({ make, clients, place }) {
        const { idToken } = await make.user();
        const asked = { IdentityPoolId: place.outputs.IdentityPoolId, Logins: logins(place.outputs, spoil(idToken)) };
        return outcome(clients.identityPoolOnce.send(new GetIdCommand(asked)));
      },
    }),
  ),
  {
    id: 'get-id-as-guest',
    title: 'What is said to GetId without logins where guests are not let in?',
    documented: { says: 'NotAuthorizedException.', url: `${API}API_GetId.html` },
    async run({ clients, place }) {
      const asked = new GetIdCommand({ IdentityPoolId: place.outputs.IdentityPoolId });
      const said = await outcome(clients.identityPoolOnce.send(asked));
      if (said === 'done') throw new NotAsked('the stack lets guests in');
      return said;
    },
  },
  {
    id: 'open-id-token-without-classic-flow',
    title: 'What is said to GetOpenIdToken where the pool does not allow the classic flow?',
    documented: 'not found',
    reasoned: 'Seen: InvalidParameterException (aws-cli#7652).',
    creates: A_USER,
    async run(asking) {
      const said = await openIdToken(asking);
      if (typeof said === 'string') throw new NotAsked('the identity pool allows the classic flow');
      return said;
    },
  },
  {
    id: 'amr',
    title: 'What does `amr` of an identity of the user pool hold?',
    documented: {
      says: 'authenticated, and the login providers used.',
      url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
    },
    reasoned: 'The third entry is as it was seen in the events of HTTP APIs.',
    creates: A_USER,
    async run(asking) {
      const said = await openIdToken(asking);
      if (typeof said !== 'string')
        throw new NotAsked('the identity pool does not allow the classic flow, whose token would tell');
      return JSON.parse(Buffer.from(said.split('.')[1] ?? '', 'base64url').toString()).amr ?? null;
    },
  },
  {
    id: 'principal-tags-on-data-plane',
    title: "Has ${aws:PrincipalTag/…} a value in a role's policy when AWS IoT judges a publish?",
    documented: 'not found',
    reasoned: 'No document says that IoT Core resolves the tags of a session; the sandbox does, in the role alone.',
    creates: 'a user, her identity and an attachment',
    async run(asking) {
      const { make, place, line, unique, scrubber } = asking;
      const { topic, tag } = await taggedTopic(asking);
      const value = `conformance-${unique()}`;
      scrubber.call(value, 'value of the tag');
      const user = await make.user({ [`custom:${tag}`]: value });
      await make.attach(place.outputs.IotPolicyName ?? '', user.identityId);
      const open = await line({ keys: user.keys, clientId: `${user.identityId}-${unique()}` });
      if (open.connected !== 'CONNACK 0') return open.connected;
      const own = await open.publish(topic(value), 'x');
      return open.isOpen ? { own, ofAnother: await open.publish(topic('another'), 'x') } : own;
    },
  },
];

/** The token, or how it was refused. */
async function openIdToken({ make, clients, place }: Asking): Promise<Answer> {
  const { identityId: IdentityId, idToken } = await make.user();
  const asked = new GetOpenIdTokenCommand({ IdentityId, Logins: logins(place.outputs, idToken) });
  const given = clients.identityPoolOnce.send(asked);
  const said = await outcome(given);
  return said === 'done' ? ((await given).Token ?? null) : said;
}

/** A topic that the role allows by a tag; the tag is the custom attribute of the same name, as far as can be known. */
async function taggedTopic({ resident, place, clock, clients }: Asking) {
  const { AttachPolicyUrl = '', Region: region = '', UserPoolId } = place.outputs;
  const { keys } = await resident();
  const { body } = await signedCall({ url: new URL(AttachPolicyUrl), region, keys, now: clock.now() });
  const topics: readonly string[] = JSON.parse(body).connection?.topics?.publish ?? [];
  const pattern = topics.find((one) => one.includes('${aws:PrincipalTag/'));
  if (pattern === undefined) throw new NotAsked('the stack has no topics by principalTags');
  const tag = /\$\{aws:PrincipalTag\/([^}]*)\}/.exec(pattern)?.[1] ?? '';
  const { UserPool } = await clients.userPool.send(new DescribeUserPoolCommand({ UserPoolId }));
  if (!UserPool?.SchemaAttributes?.some(({ Name }) => Name === `custom:${tag}`)) {
    throw new NotAsked(`which attribute the tag ${tag} is made of is not known: there is none called custom:${tag}`);
  }
  const topic = (value: string) => pattern.replace(/\$\{[^}]*\}/, value).replaceAll('*', 'x');
  return { topic, tag };
}
