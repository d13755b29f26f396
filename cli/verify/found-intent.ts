import {
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  paginateListGroups,
} from '@aws-sdk/client-cognito-identity-provider';
import type { DeviceGrantsConfiguration } from '../../contract/device-grants-configuration.js';
import type { Intent } from '../../contract/intent.js';
import type { JourneyTarget } from '../../journey/target.js';
import type { Deployment } from '../deployment/deployment.js';
import { signInWays } from './sign-in-ways.js';

/** What can be found out of what a deployed stack means. */
export type Found = Required<Pick<JourneyTarget, 'intent' | 'signIn'>> & Pick<JourneyTarget, 'guestsUnknown'>;

/**
 * Asks AWS, which knows all but what guests may do, and whether apps are meant to attach policies: the least is assumed.
 *
 * @param stated what the assembly says, where there is one; it is believed, and AWS tells only how to sign in
 * @throws DeploymentError where nobody can sign in by a password
 */
export async function foundIntent(deployment: Deployment, stated: Intent | undefined): Promise<Found> {
  const { clientConfig, output, outputs } = deployment;
  const UserPoolId = output('UserPoolId');
  const userPools = new CognitoIdentityProviderClient(clientConfig);
  const ClientId = output('UserPoolClientId');
  const [{ UserPool = {} }, { UserPoolClient = {} }] = await Promise.all([
    userPools.send(new DescribeUserPoolCommand({ UserPoolId })),
    userPools.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
  ]);
  const signIn = signInWays(UserPool, UserPoolClient);
  if (stated !== undefined) return { intent: stated, signIn };
  const identityPools = new CognitoIdentityClient(clientConfig);
  const IdentityPoolId = output('IdentityPoolId');
  const { AllowUnauthenticatedIdentities: guests = false } = await identityPools.send(
    new DescribeIdentityPoolCommand({ IdentityPoolId }),
  );
  const intent = {
    selfSignUp: UserPool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    clientSideAttach: false,
    groups: (await choosesByGroup(identityPools, IdentityPoolId, UserPoolId))
      ? await groupsOf(userPools, UserPoolId)
      : [],
    ...(outputs.DeviceGrants && { devices: (JSON.parse(outputs.DeviceGrants) as DeviceGrantsConfiguration).access }),
  };
  return { intent, signIn, ...(guests && { guestsUnknown: GUESTS_UNKNOWN }) };
}

const GUESTS_UNKNOWN =
  'The identity pool lets guests in, and what they may do stands in the assembly alone: give it by --assembly.';

/** Whether the role of a user's group becomes that of the identity. */
async function choosesByGroup(client: CognitoIdentityClient, IdentityPoolId: string, UserPoolId: string) {
  const { RoleMappings = {} } = await client.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
  return Object.entries(RoleMappings).some(([key, { Type }]) => key.includes(UserPoolId) && Type === 'Token');
}

/** Those that have a role of their own. */
async function groupsOf(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Groups = [] } of paginateListGroups({ client }, { UserPoolId })) {
    for (const { GroupName, RoleArn } of Groups) if (GroupName !== undefined && RoleArn) names.push(GroupName);
  }
  return names;
}
