import { DeleteIdentitiesCommand, GetCredentialsForIdentityCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Answer } from '../answer.js';
import { type Asking, outcome } from '../asking.js';
import { logins } from '../logins.js';
import type { Question } from '../question.js';
import type { ThrowAwayUser } from '../throw-away.js';

const API = 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/';
const A_USER = 'a user and her identity';
const CHECKED = {
  says: 'With the server-side token check, a user who is signed out or deleted gets no credentials.',
  url: `${API}API_CognitoIdentityProvider.html`,
};

/** To whom the identity pool gives AWS credentials, and to whom no more. */
export const CREDENTIAL_QUESTIONS: readonly Question[] = [
  {
    id: 'credentials-after-global-sign-out',
    title: 'Does an ID token of before a global sign-out still give AWS credentials?',
    documented: CHECKED,
    reasoned: 'The words are as they were seen.',
    creates: A_USER,
    run: (asking) =>
      afterwards(asking, ({ clients, place }, { userName: Username }) =>
        clients.userPool.send(
          new AdminUserGlobalSignOutCommand({ UserPoolId: place.outputs.UserPoolId ?? '', Username }),
        ),
      ),
  },
  {
    id: 'credentials-of-disabled-user',
    title: 'And that of a user who was disabled?',
    documented: {
      says: 'AdminDisableUser revokes all access tokens of the user.',
      url: 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html',
    },
    creates: A_USER,
    run: (asking) =>
      afterwards(asking, ({ clients, place }, { userName: Username }) =>
        clients.userPool.send(new AdminDisableUserCommand({ UserPoolId: place.outputs.UserPoolId ?? '', Username })),
      ),
  },
  {
    id: 'credentials-of-deleted-user',
    title: 'And that of a user who was deleted?',
    documented: CHECKED,
    creates: A_USER,
    run: (asking) =>
      afterwards(asking, ({ clients, place }, { userName: Username }) =>
        clients.userPool.send(new AdminDeleteUserCommand({ UserPoolId: place.outputs.UserPoolId ?? '', Username })),
      ),
  },
  {
    id: 'connect-after-disabling',
    title: 'Do AWS credentials of before go on connecting when their user is disabled?',
    documented: 'not found',
    reasoned: 'STS knows nothing of users: they end by their time alone. Revoking denies by an IoT policy for that.',
    creates: 'a user, her identity and an attachment',
    async run({ newResident, clients, place, line, unique }) {
      const { userName: Username, keys, clientId } = await newResident();
      await clients.userPool.send(
        new AdminDisableUserCommand({ UserPoolId: place.outputs.UserPoolId ?? '', Username }),
      );
      return (await line({ keys, clientId: `${clientId}-${unique()}` })).connected;
    },
  },
  {
    id: 'credentials-without-logins',
    title: 'What is said to GetCredentialsForIdentity of an authenticated identity without its login?',
    documented: {
      says: 'At least one valid token of a login of the identity has to be passed.',
      url: `${API}API_GetCredentialsForIdentity.html`,
    },
    creates: A_USER,
    async run({ make, clients }) {
      const { identityId: IdentityId } = await make.user();
      return outcome(clients.identityPoolOnce.send(new GetCredentialsForIdentityCommand({ IdentityId })));
    },
  },
  {
    id: 'credentials-of-another-identity',
    title: 'What is said to a token of another user than the identity’s?',
    documented: { says: 'NotAuthorizedException.', url: `${API}API_GetCredentialsForIdentity.html` },
    creates: 'two users and their identities',
    async run(asking) {
      const [one, other] = [await asking.make.user(), await asking.make.user()];
      return credentials(asking, { identityId: one.identityId, idToken: other.idToken });
    },
  },
  {
    id: 'credentials-of-deleted-identity',
    title: 'What is said to GetCredentialsForIdentity of an identity that was deleted?',
    documented: { says: 'ResourceNotFoundException.', url: `${API}API_GetCredentialsForIdentity.html` },
    creates: A_USER,
    async run(asking) {
      const user = await asking.make.user();
      await asking.clients.identityPool.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [user.identityId] }));
      return credentials(asking, user);
    },
  },
  {
    id: 'credentials-live',
    title: 'For how many seconds do credentials of an authenticated identity live?',
    documented: { says: 'For an hour at most.', url: `${API}API_GetCredentialsForIdentity.html` },
    creates: A_USER,
    async run({ make, clients, place, clock }) {
      const { identityId: IdentityId, idToken } = await make.user();
      const asked = new GetCredentialsForIdentityCommand({ IdentityId, Logins: logins(place.outputs, idToken) });
      const { Credentials } = await clients.identityPool.send(asked);
      return tenMinutes((Credentials?.Expiration?.getTime() ?? 0) - clock.now());
    },
  },
  {
    id: 'guest-credentials-live',
    title: 'For how many seconds do credentials of a guest live?',
    documented: { says: 'For an hour at most.', url: `${API}API_GetCredentialsForIdentity.html` },
    creates: 'an identity of a guest',
    async run({ clients, clock, make }) {
      const { Credentials } = await clients.identityPool.send(
        new GetCredentialsForIdentityCommand({ IdentityId: await make.guest() }),
      );
      return tenMinutes((Credentials?.Expiration?.getTime() ?? 0) - clock.now());
    },
  },
];

function credentials(
  { clients, place }: Asking,
  { identityId: IdentityId, idToken }: Pick<ThrowAwayUser, 'identityId' | 'idToken'>,
): Promise<Answer> {
  const asked = new GetCredentialsForIdentityCommand({ IdentityId, Logins: logins(place.outputs, idToken) });
  return outcome(clients.identityPoolOnce.send(asked));
}

async function afterwards(
  asking: Asking,
  act: (asking: Asking, user: ThrowAwayUser) => Promise<unknown>,
): Promise<Answer> {
  const user = await asking.make.user();
  await act(asking, user);
  return credentials(asking, user);
}

/** To ten minutes: seconds go by while it is asked. */
function tenMinutes(milliseconds: number): number {
  return Math.round(milliseconds / 600_000) * 600;
}
