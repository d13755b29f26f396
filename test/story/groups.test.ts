import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { sandboxTarget } from '../../sandbox/start/sandbox-target.js';
import { awsClients } from '../support/aws-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';

const machines = { publish: ['machines/*'], subscribe: ['machines/*'], receive: ['machines/*'] };
const tenant = ['tenants/{tenant}/*'];
const settings = {
  groups: [
    { name: 'operators', precedence: 1, access: machines },
    { name: 'auditors', precedence: 2, access: { subscribe: ['audit/*'], receive: ['audit/*'], publish: ['audit/*'] } },
  ],
  principalTags: { tenant: 'custom:tenant' },
  access: { publish: tenant, subscribe: tenant, receive: tenant },
};

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
let signInAgain: (user: SignedInUser) => Promise<string>;

beforeAll(async () => {
  sandbox = await settingsSandbox(settings);
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

describe('a member of a group', () => {
  it('acts with the role and the IoT policy of the group, until taken out of it', async () => {
    const user = await signedInUser(sandbox);
    expect(await aws.attach(user)).toMatchObject({ status: 200 });
    expect(await aws.may(user, 'publish', 'machines/press')).toBe(false);

    await add(user, 'operators');
    const operator = await again(user);
    const { body } = await aws.attach(operator);
    expect(body.policyName).not.toBe(sandbox.outputs.IotPolicyName);
    expect(await aws.may(operator, 'publish', 'machines/press')).toBe(true);

    await remove(user, 'operators');
    const demoted = await again(user);
    expect(await aws.attach(demoted)).toMatchObject({ body: { policyName: sandbox.outputs.IotPolicyName } });
    expect(await aws.may(demoted, 'publish', 'machines/press')).toBe(false);
    // The old credentials live on for an hour; their policy is gone.
    expect(await aws.may(operator, 'publish', 'machines/press')).toBe(false);
  });

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

it('roles whose trust policy does not take session tags give no credentials', async () => {
  const strict = await runningSandbox({
    assembly: synthesizedAssembly((template) => {
      const resources = Object.entries(template.Resources);
      const refTo = (type: string) => ({ Ref: resources.find(([, { Type }]) => Type === type)?.[0] });
      const pool = resources.find(([, { Type }]) => Type === 'AWS::Cognito::IdentityPool');
      const IdentityProviderName = pool?.[1].Properties.CognitoIdentityProviders[0].ProviderName;
      template.Resources.Tags = {
        Type: 'AWS::Cognito::IdentityPoolPrincipalTag',
        Properties: { IdentityPoolId: refTo('AWS::Cognito::IdentityPool'), IdentityProviderName, UseDefaults: true },
      };
    }),
  });
  await expect(signedInUser(strict)).rejects.toMatchObject({ name: 'InvalidIdentityPoolConfigurationException' });
  await strict.stop();
});
