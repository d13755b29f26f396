import type { AsOperator } from './operator-calls.js';
import type { Peers } from './service/peers.js';
import type { Views } from './service/views.js';
import type { StackResources } from './template/stack-resources.js';

/** Which of several pools is meant. */
export interface UserPlace {
  /** @default the stack's only one */
  readonly userPoolId?: string | undefined;
  /** @default one that the identity pool knows, or the pool's first */
  readonly clientId?: string | undefined;
  /** @default the one that knows the user pool */
  readonly identityPoolId?: string | undefined;
}

/** Somebody who has signed in. */
export interface SignedIn {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly userName: string;
  readonly sub: string;
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Of the identity pool; undefined where none knows the user pool. */
  readonly identityId: string | undefined;
  /** AWS credentials of that identity, as `GetCredentialsForIdentity` gives them now. */
  credentials(): Promise<UserCredentials>;
}

/** As AWS's clients take them. */
export interface UserCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface People {
  /** Which pools are meant. @throws Error naming those that there are, where it is not clear */
  place(place?: UserPlace): {
    readonly userPoolId: string;
    readonly clientId: string;
    readonly identityPoolId?: string;
  };
  /**
   * What somebody gets who signs in with this user name or e-mail address, whatever ways to sign in the app client has;
   * nobody is asked for a password.
   */
  signIn(name: string, place?: UserPlace): Promise<SignedIn>;
  /** The identity that the user has, or gets now; undefined where no identity pool knows the user pool. */
  identityOf(name: string, place?: UserPlace): Promise<string | undefined>;
}

export interface PeopleParts {
  readonly resources: StackResources;
  readonly users: Views['users'];
  readonly issueTokens: Peers['issueTokens'];
  readonly asOperator: AsOperator;
}

export function createPeople({ resources, users, issueTokens, asOperator }: PeopleParts): People {
  const place: People['place'] = ({ userPoolId, clientId, identityPoolId } = {}) => {
    const pools = resources.ofType('AWS::Cognito::UserPool').map(({ physicalId }) => physicalId);
    const pool = userPoolId ?? onlyOne('user pool', 'userPoolId', pools);
    const providers = resources
      .ofType('AWS::Cognito::IdentityPool')
      .filter(({ physicalId }) => identityPoolId === undefined || physicalId === identityPoolId)
      .flatMap((identityPool) =>
        providersOf(identityPool.property('CognitoIdentityProviders')).map((provider) => ({
          identityPoolId: identityPool.physicalId,
          ...provider,
        })),
      );
    const known = providers.find(
      ({ ProviderName = '', ClientId }) =>
        ProviderName.endsWith(`/${pool}`) && (clientId === undefined || ClientId === clientId),
    );
    const clients = resources
      .ofType('AWS::Cognito::UserPoolClient')
      .filter(({ property }) => property('UserPoolId') === pool);
    const client = clientId ?? known?.ClientId ?? clients[0]?.physicalId;
    if (client === undefined) throw new Error(`The user pool ${pool} has no app client to sign in with.`);
    return { userPoolId: pool, clientId: client, ...(known && { identityPoolId: known.identityPoolId }) };
  };

  const find = (name: string, userPoolId: string) => {
    const found = users().find(
      (user) =>
        user.userPoolId === userPoolId &&
        [user.userName, user.email?.toLowerCase()].some((one) => one === name || one === name.toLowerCase()),
    );
    if (found === undefined) throw new Error(`There is no user ${name} in the user pool ${userPoolId}.`);
    return found;
  };

  const signIn: People['signIn'] = async (name, given) => {
    const { userPoolId, clientId, identityPoolId: IdentityPoolId } = place(given);
    const { userName, sub } = find(name, userPoolId);
    const tokens = await issueTokens(userPoolId, clientId, userName);
    const region = userPoolId.split('_')[0];
    const Logins = { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: tokens.idToken };
    const asked =
      IdentityPoolId === undefined ? {} : await asOperator('cognito-identity:GetId', { IdentityPoolId, Logins });
    const identityId = asked.IdentityId as string | undefined;
    return {
      ...{ userPoolId, clientId, userName, sub, identityId, ...tokens },
      async credentials() {
        if (identityId === undefined)
          throw new Error(`No identity pool of the stack knows the user pool ${userPoolId}.`);
        const answer = await asOperator('cognito-identity:GetCredentialsForIdentity', {
          IdentityId: identityId,
          Logins,
        });
        const { AccessKeyId, SecretKey, SessionToken, Expiration } = answer.Credentials as WireCredentials;
        const expiration = new Date(Expiration * 1000);
        return { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken, expiration };
      },
    };
  };

  return { place, signIn, identityOf: async (name, given) => (await signIn(name, given)).identityId };
}

interface WireCredentials {
  readonly AccessKeyId: string;
  readonly SecretKey: string;
  readonly SessionToken: string;
  /** Seconds since 1970. */
  readonly Expiration: number;
}

function onlyOne(what: string, option: string, ids: readonly string[]): string {
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return id;
  const there =
    ids.length === 0 ? `has no ${what}` : `has several ${what}s, ${ids.join(', ')}: name one with ${option}`;
  throw new Error(`The stack ${there}.`);
}

function providersOf(given: unknown): readonly { readonly ProviderName?: string; readonly ClientId?: string }[] {
  return Array.isArray(given) ? given : [];
}
