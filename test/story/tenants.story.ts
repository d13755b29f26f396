import {
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { accessToken } from '../support/access-token.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const tenant = ['tenants/{tenant}/*'];
let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
/** Two of one tenant, one of another. */
let ada: SignedInUser;
let alan: SignedInUser;
let grace: SignedInUser;

beforeAll(async () => {
  // Everybody may subscribe to all of it, and receives what is of the own tenant; not so below `private/`.
  const access = { publish: tenant, subscribe: ['tenants/*', 'private/{tenant}/*'], receive: tenant };
  sandbox = await settingsSandbox({ principalTags: { tenant: 'custom:tenant' }, access });
  aws = awsClients(sandbox);
  [ada, alan, grace] = await Promise.all([userOf('acme'), userOf('acme'), userOf('globex')]);
}, 30_000);
afterAll(() => sandbox.stop());

const attribute = (value: string) => [{ Name: 'custom:tenant', Value: value }];

async function userOf(name: string): Promise<SignedInUser> {
  const user = await signedInUser(sandbox);
  const { UserPoolId } = sandbox.outputs;
  const Username = user.email;
  await aws.users.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: attribute(name) }));
  return signedInAgain(user);
}

/** The tags come with new credentials. */
async function signedInAgain(user: SignedInUser): Promise<SignedInUser> {
  const idToken = await createUserPoolClient(sandboxTarget(sandbox)).signIn(user.email, user.password);
  const identity = await aws.identity({ [aws.userPoolProvider]: idToken });
  await aws.attach(identity);
  return { ...user, idToken, ...identity };
}

const connect = ({ identityId, credentials }: SignedInUser, device: string) =>
  connectMqtt(sandboxTarget(sandbox), credentials, `${identityId}-${device}`);

describe('a user of another tenant', () => {
  it('may not publish', async () => {
    expect(await aws.may(ada, 'publish', 'tenants/acme/orders')).toBe(true);
    expect(await aws.may(grace, 'publish', 'tenants/acme/orders')).toBe(false);
  });

  it('may not subscribe', async () => {
    expect(await aws.may(ada, 'subscribe', 'private/acme/#')).toBe(true);
    expect(await aws.may(grace, 'subscribe', 'private/acme/#')).toBe(false);
  });

  it('receives nothing, not even where the subscription was allowed', async () => {
    const [sender, colleague, stranger] = await Promise.all([
      connect(ada, 'sender'),
      connect(alan, 'reader'),
      connect(grace, 'reader'),
    ]);
    await subscribe(colleague, 'tenants/#');
    await subscribe(stranger, 'tenants/#');
    const [read, overheard] = [nextMessage(colleague), nextMessage(stranger)];
    await publish(sender, 'tenants/acme/orders', 'for acme');
    expect(await read).toEqual({ topic: 'tenants/acme/orders', payload: 'for acme' });
    // Its next message is one of its own tenant: nothing came before.
    await publish(stranger, 'tenants/globex/orders', 'for globex');
    expect(await overheard).toEqual({ topic: 'tenants/globex/orders', payload: 'for globex' });
    for (const client of [sender, colleague, stranger]) client.end(true);
  });

  it('is told by the decisions that it was the role, which knows the tag', async () => {
    await aws.may(grace, 'publish', 'tenants/acme/orders');
    const decisions = sandbox.views.decisions(0);
    const refused = decisions.findLast(({ allowed, action }) => !allowed && action === 'iot:Publish');
    expect(refused?.layers).toMatchObject([
      { kind: 'iam-role', effect: 'ImplicitDeny' },
      { kind: 'iot-policy', effect: 'Allow' },
    ]);
  });
});

describe('a user cannot choose the tenant', () => {
  it('with an access token', async () => {
    const AccessToken = await accessToken(sandbox, grace);
    const command = new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attribute('acme') });
    await expect(aws.users.send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await aws.may(await signedInAgain(grace), 'publish', 'tenants/acme/orders')).toBe(false);
  });

  it('at sign-up', async () => {
    const command = new SignUpCommand({
      ClientId: sandbox.outputs.UserPoolClientId,
      Username: 'mallory@example.com',
      Password: 'Correct-Horse-7',
      UserAttributes: [{ Name: 'email', Value: 'mallory@example.com' }, ...attribute('acme')],
    });
    await expect(aws.users.send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
