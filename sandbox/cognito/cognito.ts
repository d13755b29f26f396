import { answerRestJsonError } from '../http/aws-errors.js';
import type { Peers } from '../service/peers.js';
import type { Ground, RunningService, ServedRouter, Service } from '../service/service.js';
import type { State } from '../state/state.js';
import { cognitoOverview } from './cognito-overview.js';
import { cognitoResourceTypes } from './cognito-resource-types.js';
import { createHostedSignIn } from './hosted-sign-in/hosted-sign-in.js';
import { answerHostedSignInError, hostedSignInRouter } from './hosted-sign-in/hosted-sign-in-router.js';
import { identityPoolTables } from './identity-pool/identity-pool-tables.js';
import { createIdentityPools } from './identity-pool/identity-pools.js';
import { createOidcProviders } from './oidc/oidc-providers.js';
import { openIdRouter } from './oidc/open-id-router.js';
import { verifyOidcToken } from './oidc/verify-oidc-token.js';
import { holdCognitoLimits } from './resources/cognito-limits.js';
import {
  readIdentityPools,
  readRoleAttachments,
  readUserPoolClients,
  readUserPools,
} from './resources/cognito-stack.js';
import { readIdentityProviders, readOidcProviders, readUserPoolDomains } from './resources/federation-resources.js';
import { readGroups, readPrincipalTags } from './resources/group-resources.js';
import { readSamlProviders } from './saml/saml-providers.js';
import { tokenIssuer } from './sign-in/issue-tokens.js';
import { newSigningKey } from './user-pool/new-signing-key.js';
import { userPoolTables } from './user-pool/user-pool-tables.js';
import { createUserPools } from './user-pool/user-pools.js';
import { createWebIdentityOf } from './web-identity-of.js';

const tables = { userPools: userPoolTables, identityPools: identityPoolTables };

/** User pools, identity pools and hosted sign-in of the stack. */
export const cognito: Service<typeof tables> = {
  resourceTypes: cognitoResourceTypes,
  emptyState: tables,
  create: createCognito,
};

function createCognito(ground: Ground, state: State<typeof tables>): RunningService {
  const { resources, clock, roles, url, host, options, lasting } = ground;
  const { region, accountId } = resources.environment;
  holdCognitoLimits(resources);
  const pools = readUserPools(resources);
  const domains = readUserPoolDomains(resources);
  const userPoolIds = domains.map(({ userPoolId }) => userPoolId);
  const groups = readGroups(resources);
  const providers = readIdentityProviders(resources);
  const clients = readUserPoolClients(resources);
  const identityPoolSettings = readIdentityPools(resources);
  const roleAttachments = readRoleAttachments(resources);
  const roleArns = [
    ...roleAttachments.flatMap((attachment) => Object.values(attachment.roles)),
    ...roleAttachments.flatMap(({ roleMappings = [] }) => roleMappings.flatMap(({ rules = [] }) => rules)).map(roleOf),
    ...groups.map(roleOf),
  ];
  for (const roleArn of new Set(roleArns)) if (roleArn !== undefined) roles.check(roleArn);

  // The functions are there once all services are: nobody is answered before.
  let functionOf: Peers['functionOf'] | undefined;
  const userPools = createUserPools({
    emailsPerDay: options.emailsPerDay,
    identityProviders: providers,
    functionOf: (functionArn) => {
      if (functionOf === undefined) throw new Error('A trigger was called before the functions were there.');
      return functionOf(functionArn);
    },
    pools,
    clients,
    groups,
    url,
    region,
    accountId,
    signInUrl: (userPoolId) => (userPoolIds.includes(userPoolId) ? url : undefined),
    // After a reset no token of before counts: its session is gone. So the key, which takes long to make, may stay.
    newKey: (userPoolId) => lasting(`signing key of ${userPoolId}`, newSigningKey),
    state: state.userPools,
    clock,
  });
  const oidcProviders = createOidcProviders();
  const samlProviders = readSamlProviders(resources);
  for (const { arn } of samlProviders)
    ground.log(`Assertions of ${arn} are signed by the sandbox's own key, not by that of the provider's metadata.`);
  const identityPools = createIdentityPools({
    pools: identityPoolSettings,
    roleAttachments,
    region,
    accountId,
    principalTags: readPrincipalTags(resources),
    oidcProviders: readOidcProviders(resources),
    samlProviders,
    state: state.identityPools,
    clock,
    verifyUserPoolToken: userPools.verifyIdToken,
    verifyProviderToken: async (provider, token) => {
      const { issuer, keys } = await oidcProviders.discover(provider.url);
      return verifyOidcToken(token, { issuer, keys, clientIds: provider.clientIds, now: clock.now() });
    },
    assumeRoleWithWebIdentity: roles.assumeRoleWithWebIdentity,
  });
  const hostedSignIn =
    domains.length === 0
      ? undefined
      : createHostedSignIn({ userPools, userPoolIds, providers, oidcProviders, secrets: options.secrets ?? {}, url });
  const passwordPolicies = Object.fromEntries(
    pools.map(({ userPoolId, settings }) => [userPoolId, settings.passwordPolicy]),
  );
  return {
    apis: [userPools.api, identityPools.api],
    consolePeers: {
      webIdentityOf: createWebIdentityOf({ users: userPools.context, identityPools: identityPools.context, clock }),
    },
    overview: cognitoOverview({ pools, clients, groups, identityPools: identityPoolSettings }),
    peers: {
      issueTokens: tokenIssuer(userPools.context),
      issueLoginToken: identityPools.issueLoginToken,
      judgeWebIdentity: identityPools.judgeWebIdentity,
      userPoolKeys: userPools.jwks,
    },
    views: {
      messages: userPools.messages,
      users: userPools.users,
      passwordPolicies: () => passwordPolicies,
      identities: identityPools.identities,
    },
    addresses: domains.flatMap(({ host: onAws }) => [
      [`https://${onAws}`, url],
      [onAws, host],
    ]),
    connect: ({ doors, peers }): ServedRouter[] => {
      functionOf = peers.functionOf;
      // A function that cannot be run is refused at boot, not when somebody signs in.
      const triggers = pools.flatMap(({ settings }) => Object.values(settings.triggers.functions));
      for (const functionArn of triggers) peers.functionOf(functionArn);
      return [
        { path: '/', router: openIdRouter(userPools), answerError: answerRestJsonError },
        ...(hostedSignIn === undefined
          ? []
          : [{ path: '/', router: hostedSignInRouter(hostedSignIn, doors), answerError: answerHostedSignInError }]),
      ];
    },
  };
}

const roleOf = ({ roleArn }: { readonly roleArn: string | undefined }) => roleArn;
