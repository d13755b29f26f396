import type { ConsoleOverview } from '../../contract/console-state.js';
import type { Overviews } from '../service/service.js';
import type { IdentityPoolSettings, UserPoolClientSettings } from './resources/cognito-resources.js';
import type { GroupSettings } from './resources/group-resources.js';
import type { UserPoolSettings } from './resources/user-pool-settings.js';

export interface CognitoOverviewOptions {
  readonly pools: readonly { readonly userPoolId: string; readonly settings: UserPoolSettings }[];
  readonly clients: readonly { readonly clientId: string; readonly settings: UserPoolClientSettings }[];
  readonly groups: readonly GroupSettings[];
  readonly identityPools: readonly { readonly identityPoolId: string; readonly settings: IdentityPoolSettings }[];
}

/** Who may sign in, and how. */
export function cognitoOverview(options: CognitoOverviewOptions): Partial<Overviews> {
  const userPools = options.pools.map((pool) => userPoolOf(pool, options));
  const identityPools = options.identityPools.map(({ identityPoolId: id, settings }) => ({
    id,
    name: settings.identityPoolName ?? id,
    guests: settings.allowUnauthenticatedIdentities,
  }));
  return { userPools: () => userPools, identityPools: () => identityPools };
}

function userPoolOf(
  { userPoolId: id, settings }: CognitoOverviewOptions['pools'][number],
  { clients, groups }: CognitoOverviewOptions,
): ConsoleOverview['userPools'][number] {
  const isOfPool = (of: { readonly userPoolId: string }) => of.userPoolId === id;
  return {
    id,
    name: settings.name ?? id,
    selfSignUp: !settings.allowAdminCreateUserOnly,
    groups: groups.filter(isOfPool).map(({ groupName: name, precedence, roleArn }) => ({
      name,
      ...(precedence === undefined ? {} : { precedence }),
      ...(roleArn === undefined ? {} : { roleArn }),
    })),
    clients: clients
      .filter((client) => isOfPool(client.settings))
      .map(({ clientId, settings: client }) => ({ id: clientId, name: client.name ?? clientId })),
  };
}
