import {
  GetIdentityPoolRolesCommand,
  GetOpenIdTokenCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { AdminAddUserToGroupCommand, ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { decodeJwt } from 'jose';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { type RunningOpenIdProvider, runningOpenIdProvider } from '../support/running-openid-provider.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const DEVELOPERS = 'login.my.app';
const settings = {
  groups: [{ name: 'operators', access: { publish: ['machines/*'] } }],
  developerProvider: DEVELOPERS,
  openIdConnectProviders: [{ url: 'https://id.example.com', clientIds: ['our-app'] }],
};

let provider: RunningOpenIdProvider;
let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
let groupRole: string;

beforeAll(async () => {
  provider = await runningOpenIdProvider();
  sandbox = await settingsSandbox(settings, {
    edit(template) {
      onlyResource(template, 'AWS::IAM::OIDCProvider').Url = provider.issuer;
      // Off in the stack; whether AWS then takes a developer's token at STS is not documented, so it is not relied on.
      onlyResource(template, 'AWS::Cognito::IdentityPool').AllowClassicFlow = true;
    },
  });
  aws = awsClients(sandbox);
  const { UserPoolId } = sandbox.outputs;
  const { Groups } = await aws.users.send(new ListGroupsCommand({ UserPoolId }));
  groupRole = Groups?.[0]?.RoleArn ?? '';
}, 30_000);
afterAll(async () => {
  provider.stop();
  await sandbox.stop();
});

/** The ARN is given: nothing of a role is secret. */
function assume(RoleArn: string, WebIdentityToken: string) {
  const sts = new STSClient({ region: sandbox.outputs.Region ?? '', endpoint: sandbox.url });
  return sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'app', WebIdentityToken }));
}

async function roleOfAll(): Promise<string> {
  const { IdentityPoolId } = sandbox.outputs;
  const { Roles } = await aws.identitiesAs().send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
  return Roles?.authenticated ?? '';
}

async function vouchedFor(Logins: Record<string, string>) {
  const { IdentityPoolId } = sandbox.outputs;
  const command = new GetOpenIdTokenForDeveloperIdentityCommand({ IdentityPoolId, Logins });
  const { IdentityId: identityId = '', Token: token = '' } = await aws.identitiesAs().send(command);
  return { identityId, token };
}

async function openIdToken(Logins: Record<string, string>): Promise<string> {
  const { identityId: IdentityId } = await aws.identity(Logins);
  const { Token = '' } = await aws.identitiesAs().send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
  return Token;
}

const denied = { name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' };

describe("a group's role", () => {
  it('is what a member of the group acts as', async () => {
    const user = await signedInUser(sandbox);
    const { UserPoolId } = sandbox.outputs;
    const member = { UserPoolId, GroupName: 'operators', Username: user.email };
    await aws.users.send(new AdminAddUserToGroupCommand(member));
    const idToken = await createUserPoolClient(sandboxTarget(sandbox)).signIn(user.email, user.password);
    const identity = await aws.identity({ [aws.userPoolProvider]: idToken });
    expect(await aws.attach(identity)).toMatchObject({ status: 200 });
    expect(await aws.may(identity, 'publish', 'machines/press')).toBe(true);
    expect(await assume(groupRole, await openIdToken({ [aws.userPoolProvider]: idToken }))).toHaveProperty(
      'Credentials',
    );
  });

  it("cannot be had by a developer's token, neither at the identity pool nor at STS", async () => {
    const { identityId, token } = await vouchedFor({ [DEVELOPERS]: 'mallory' });
    const Logins = { 'cognito-identity.amazonaws.com': token };
    await expect(aws.credentials(identityId, Logins, groupRole)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(assume(groupRole, token)).rejects.toMatchObject(denied);
    // What is refused is that role alone.
    expect(await assume(await roleOfAll(), token)).toHaveProperty('Credentials');
  });

  it("cannot be had by a developer's token of an identity that has a login of the user pool, too", async () => {
    const { idToken } = await signedInUser(sandbox);
    const { token } = await vouchedFor({ [DEVELOPERS]: 'trudy', [aws.userPoolProvider]: idToken });
    expect(decodeJwt(token)).toMatchObject({ amr: expect.arrayContaining([DEVELOPERS]) });
    await expect(assume(groupRole, token)).rejects.toMatchObject(denied);
  });

  it('cannot be had by a token of another provider', async () => {
    const Logins = { [provider.issuer.replace('http://', '')]: await provider.idToken('our-app', 'hedy') };
    const { identityId } = await aws.identity(Logins);
    await expect(aws.credentials(identityId, Logins, groupRole)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const token = await openIdToken(Logins);
    await expect(assume(groupRole, token)).rejects.toMatchObject(denied);
    expect(await assume(await roleOfAll(), token)).toHaveProperty('Credentials');
  });
});
