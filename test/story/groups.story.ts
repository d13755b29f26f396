import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import type { Decision } from '../../contract/decision.js';
import { connectMqtt, publish } from '../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';
import { functionName, grantInvoke } from './grant-invoke.js';

const machines = { publish: ['machines/*'], subscribe: ['machines/*'], receive: ['machines/*'] };
const tenant = ['tenants/{tenant}/*'];
const settings = {
  groups: [
    { name: 'operators', precedence: 1, access: machines },
    { name: 'auditors', precedence: 2, access: { subscribe: ['audit/*'], receive: ['audit/*'], publish: ['audit/*'] } },
  ],
  principalTags: { tenant: 'custom:tenant' },
  access: { publish: [...tenant, 'users/{identity}/*'], subscribe: tenant, receive: tenant },
};

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
let signInAgain: (user: SignedInUser) => Promise<string>;

beforeAll(async () => {
  sandbox = await settingsSandbox(settings, { edit: grantInvoke });
  aws = awsClients(sandbox);
  signInAgain = ({ email, password }) => createUserPoolClient(sandboxTarget(sandbox)).signIn(email, password);
}, 30_000);
afterAll(() => sandbox.stop());

const membership = ({ email }: SignedInUser, GroupName: string) => ({
  UserPoolId: sandbox.outputs.UserPoolId,
  Username: email,
  GroupName,
});
const add = (user: SignedInUser, group: string) =>
  aws.users.send(new AdminAddUserToGroupCommand(membership(user, group)));
const remove = (user: SignedInUser, group: string) =>
  aws.users.send(new AdminRemoveUserFromGroupCommand(membership(user, group)));
const again = async (user: SignedInUser) => aws.identity({ [aws.userPoolProvider]: await signInAgain(user) });

/** What AWS IoT was asked about this identity's attachments, in order. */
const attachmentCalls = ({ identityId }: Identity) =>
  (sandbox.views.decisions(0) as Decision[])
    .filter(({ action, resource }) => /^iot:.*Polic/.test(action) && resource.includes(identityId))
    .map(({ action }) => action);

/** Which topics of the three accesses somebody may publish to. */
const mayPublish = async (someone: Identity) => {
  const [own, machine, audit] = [`users/${someone.identityId}/a`, 'machines/press', 'audit/log'];
  return {
    own: await aws.may(someone, 'publish', own),
    machines: await aws.may(someone, 'publish', machine),
    audit: await aws.may(someone, 'publish', audit),
  };
};
const everyone = { own: true, machines: false, audit: false };
const operators = { own: false, machines: true, audit: false };
const auditors = { own: false, machines: false, audit: true };

describe('a user with several devices, attached once,', () => {
  it('may do on each exactly what its credentials say, while joining, changing and leaving a group', async () => {
    const user = await signedInUser(sandbox);
    const phone: Identity = user;
    expect(await aws.attach(phone)).toMatchObject({ status: 200 });
    const connection = await connectMqtt(sandboxTarget(sandbox), phone.credentials, `${user.identityId}-phone`);
    expect(await mayPublish(phone)).toEqual(everyone);

    await add(user, 'operators');
    const laptop = await again(user);
    expect(await mayPublish(laptop)).toEqual(operators);
    expect(await mayPublish(phone)).toEqual(everyone);

    await remove(user, 'operators');
    await add(user, 'auditors');
    const tablet = await again(user);
    expect(await mayPublish(tablet)).toEqual(auditors);
    expect(await mayPublish(laptop)).toEqual(operators);

    await remove(user, 'auditors');
    const desktop = await again(user);
    for (const device of [desktop, phone]) expect(await mayPublish(device)).toEqual(everyone);

    // Nobody was cut off meanwhile, and AWS IoT was asked once in all.
    await publish(connection, `users/${user.identityId}/a`, 'still here');
    connection.end(true);
    expect(attachmentCalls(user)).toEqual(['iot:AttachPolicy']);
  });

  it('changes nothing when each of them attaches again, and each is told what its role allows', async () => {
    const user = await signedInUser(sandbox);
    await add(user, 'operators');
    const laptop = await again(user);
    const topicsOf = async (device: Identity) => {
      const { status, body } = await aws.attach(device);
      expect(status).toBe(200);
      expect(body.policyName).toBe(sandbox.outputs.IotPolicyName);
      // The status says which of the answers it is.
      return (body as unknown as AttachmentAnswer).connection.topics?.publish;
    };
    for (let round = 0; round < 2; round += 1) {
      expect(await topicsOf(user)).toContain(`users/${user.identityId}/*`);
      expect(await topicsOf(laptop)).toEqual(['machines/*']);
    }
    expect([await mayPublish(user), await mayPublish(laptop)]).toEqual([everyone, operators]);
    expect(attachmentCalls(user)).toEqual(Array(4).fill('iot:AttachPolicy'));
  });

  it('loses everything on each of them with one DELETE', async () => {
    const user = await signedInUser(sandbox);
    await add(user, 'operators');
    const laptop = await again(user);
    await aws.attach(laptop);
    await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials: user.credentials, method: 'DELETE' });
    for (const device of [user, laptop]) {
      await expect(mayPublish(device)).rejects.toMatchObject({ name: 'SocketClosed' });
    }
    expect(attachmentCalls(user)).toEqual(['iot:AttachPolicy', 'iot:DetachPolicy']);
  });
});

interface AttachmentAnswer {
  readonly connection: { readonly clientId: string; readonly topics?: { readonly publish: readonly string[] } };
}

describe('a direct invocation of the function', () => {
  const invoke = async ({ credentials }: Identity, event: object) => {
    const address = `${sandbox.url}/2015-03-31/functions/${functionName}/invocations`;
    const response = await signedFetch(address, { credentials, service: 'lambda', body: JSON.stringify(event) });
    return { error: response.headers.get('x-amz-function-error'), body: (await response.json()) as AttachmentAnswer };
  };

  it('attaches a member of a group as well, without saying which topics the role has', async () => {
    const user = await signedInUser(sandbox);
    await add(user, 'operators');
    const operator = await again(user);
    const { error, body } = await invoke(operator, {});
    expect(error).toBe(null);
    expect(body).toMatchObject({ identityId: user.identityId, policyName: sandbox.outputs.IotPolicyName });
    const { IotEndpoint: endpoint, Region: region } = sandbox.outputs;
    expect(body.connection).toEqual({ endpoint, region, clientId: user.identityId });
    expect(await mayPublish(operator)).toEqual(operators);
    expect((await invoke(operator, { action: 'status' })).body).toMatchObject({ attached: true });
  });
});

describe('a member of a group', () => {
  it('has the groups in both tokens, and in the ID token the roles, the lowest precedence preferred', async () => {
    const user = await signedInUser(sandbox);
    expect(decodeJwt(user.idToken)).not.toHaveProperty('cognito:groups');
    await add(user, 'auditors');
    await add(user, 'operators');
    const claims = decodeJwt(await signInAgain(user));
    const [operators] = (claims['cognito:roles'] as string[]).filter((role) => role.includes('operators'));
    expect(claims['cognito:groups']).toEqual(['auditors', 'operators']);
    expect(claims['cognito:roles']).toHaveLength(2);
    expect(claims['cognito:preferred_role']).toBe(operators);
    const { Groups } = await aws.users.send(new AdminListGroupsForUserCommand(membership(user, 'operators')));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['operators', 'auditors']);
  });

  it('may choose among the own roles, and no other', async () => {
    const [user, outsider] = [await signedInUser(sandbox), await signedInUser(sandbox)];
    await add(user, 'auditors');
    await add(user, 'operators');
    const idToken = await signInAgain(user);
    const roles = decodeJwt(idToken)['cognito:roles'] as string[];
    const auditors = roles.find((role) => role.includes('auditors')) ?? '';
    const credentials = await aws.credentials(user.identityId, { [aws.userPoolProvider]: idToken }, auditors);
    await aws.attach({ ...user, credentials });
    expect(await aws.may({ ...user, credentials }, 'publish', 'audit/log')).toBe(true);
    expect(await aws.may({ ...user, credentials }, 'publish', 'machines/press')).toBe(false);

    const asked = aws.credentials(outsider.identityId, { [aws.userPoolProvider]: outsider.idToken }, auditors);
    await expect(asked).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is made by an operator alone, and only of a group that there is', async () => {
    const user = await signedInUser(sandbox);
    const asUser = awsClientsOf(user);
    const command = new AdminAddUserToGroupCommand(membership(user, 'operators'));
    await expect(asUser.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(add(user, 'kings')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(add({ ...user, email: 'nobody@example.com' }, 'operators')).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  const awsClientsOf = (user: SignedInUser) => {
    const { users } = awsClients({ ...sandbox, views: { ...sandbox.views, operator: () => user.credentials } });
    return users;
  };
});

describe('a user of a tenant', () => {
  const newUserOf = async (name: string | undefined) => {
    const user = await signedInUser(sandbox);
    if (name !== undefined) {
      const UserAttributes = [{ Name: 'custom:tenant', Value: name }];
      const { UserPoolId } = sandbox.outputs;
      await aws.users.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: user.email, UserAttributes }));
    }
    const identity = await again(user);
    await aws.attach(identity);
    return identity;
  };

  it('may use the topics of the tenant, and of no other', async () => {
    const user = await newUserOf('acme');
    expect(await aws.may(user, 'publish', 'tenants/acme/orders')).toBe(true);
    expect(await aws.may(user, 'subscribe', 'tenants/acme/#')).toBe(true);
    expect(await aws.may(user, 'publish', 'tenants/globex/orders')).toBe(false);
    expect(await aws.may(user, 'subscribe', 'tenants/#')).toBe(false);
  });

  it('may use none without a tenant', async () => {
    const user = await newUserOf(undefined);
    expect(await aws.may(user, 'publish', 'tenants/acme/orders')).toBe(false);
    expect(await aws.may(user, 'publish', 'tenants//orders')).toBe(false);
  });

  it.each(['*', '?cme', '$' + '{aws:userid}'])('cannot be of the tenant %s', async (name) => {
    const attempt = newUserOf(name);
    const allowed = await attempt.then(
      (user) => aws.may(user, 'publish', 'tenants/acme/orders'),
      ({ name: refused }: Error) => refused,
    );
    expect([false, 'InvalidParameterException']).toContain(allowed);
  });
});
