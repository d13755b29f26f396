import { randomUUID } from 'node:crypto';
import type { Sandbox, SignedIn, UserPlace } from '../index.js';
import { type ConnectOptions, connectMqtt, type MqttConnection } from './connect-mqtt.js';

/** A user of the stack who has signed up and in. */
export interface TestUser extends SignedIn {
  readonly email: string;
  readonly password: string;
  readonly identityId: string;
  /** Attaches an IoT policy to the user's identity, as an operator does. @default the stack's only one that allows anything */
  attach(policyName?: string): Promise<void>;
  /** MQTT.js, connected as this user by a signed URL, with the identity ID as client ID unless another is given. */
  connect(options?: ConnectOptions): Promise<MqttConnection>;
}

export interface NewTestUser extends UserPlace {
  /** @default one that nobody has */
  readonly email?: string;
  /** @default one that is long enough for every policy */
  readonly password?: string;
  readonly groups?: readonly string[];
  /** By name: `{ 'custom:tenant': 'acme' }`. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface TestUsers {
  /** A new user, confirmed, in these groups, and signed in. */
  signedUpUser(user?: NewTestUser): Promise<TestUser>;
  /** Attaches an IoT policy to an identity, as an operator does. @param policyName @default the stack's only one that allows anything */
  attach(identity: { readonly identityId: string } | string, policyName?: string): Promise<void>;
}

/** Upper and lower case, digits, a symbol, and longer than most pools ask. */
const newPassword = () => `Correct-Horse-7-${randomUUID()}`;

export function createTestUsers(sandbox: Sandbox): TestUsers {
  const attach: TestUsers['attach'] = async (identity, policyName) => {
    const target = typeof identity === 'string' ? identity : identity.identityId;
    await sandbox.asOperator('iot:AttachPolicy', {
      target,
      policyName: policyName ?? (await sandbox.policyToAttach()),
    });
  };

  const signedUpUser: TestUsers['signedUpUser'] = async (given = {}) => {
    const { email = `${randomUUID()}@example.com`, password = newPassword(), groups = [], attributes = {} } = given;
    const { userPoolId: UserPoolId, clientId, identityPoolId } = sandbox.userPlace(given);
    const person = { email, password, attributes };
    const Username = await signUp(sandbox, person, { UserPoolId, ClientId: clientId });
    for (const GroupName of groups) {
      await sandbox.asOperator('cognito-idp:AdminAddUserToGroup', { UserPoolId, Username, GroupName });
    }
    const signedIn = await sandbox.signIn(Username, { userPoolId: UserPoolId, clientId, identityPoolId });
    const { identityId } = signedIn;
    if (identityId === undefined) throw new Error(`No identity pool of the stack knows the user pool ${UserPoolId}.`);
    return {
      ...signedIn,
      identityId,
      email,
      password,
      attach: (policyName) => attach(identityId, policyName),
      connect: async (options) => connectMqtt(sandbox, { identityId, ...(await signedIn.credentials()) }, options),
    };
  };
  return { signedUpUser, attach };
}

interface Person {
  readonly email: string;
  readonly password: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Place {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/** As people do, with the pool's triggers, or as an operator makes users where people cannot. @returns the user name */
async function signUp(sandbox: Sandbox, { email, password, attributes }: Person, place: Place): Promise<string> {
  const { UserPoolId, ClientId } = place;
  const { UserPool } = await sandbox.asOperator('cognito-idp:DescribeUserPool', { UserPoolId });
  const { UsernameAttributes = [] } = UserPool as { readonly UsernameAttributes?: readonly string[] };
  const Username = UsernameAttributes.includes('email') ? email : email.replaceAll(/[^\w.-]/g, '-');
  const UserAttributes = Object.entries({ email, ...attributes }).map(([Name, Value]) => ({ Name, Value }));
  const signedUp = await sandbox
    .asOperator('cognito-idp:SignUp', { ClientId, Username, Password: password, UserAttributes })
    .catch((error: Error) => {
      if (error.name === 'NotAuthorizedException') return undefined;
      throw error;
    });
  if (signedUp === undefined) {
    const created = { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' };
    await sandbox.asOperator('cognito-idp:AdminCreateUser', created);
    const permanent = { UserPoolId, Username, Password: password, Permanent: true };
    await sandbox.asOperator('cognito-idp:AdminSetUserPassword', permanent);
  } else if (signedUp.UserConfirmed !== true) {
    await confirm(sandbox, email, { UserPoolId, ClientId, Username });
  }
  return Username;
}

/** With the code of the mail, where there is one: that verifies the address, too. */
async function confirm(sandbox: Sandbox, email: string, place: Place & { readonly Username: string }): Promise<void> {
  const { UserPoolId, ClientId, Username } = place;
  const mail = sandbox.views.messages().findLast(({ to, purpose }) => to === email && purpose === 'SignUp');
  if (mail === undefined) await sandbox.asOperator('cognito-idp:AdminConfirmSignUp', { UserPoolId, Username });
  else await sandbox.asOperator('cognito-idp:ConfirmSignUp', { ClientId, Username, ConfirmationCode: mail.code });
}
