import type { IdentitySnapshot } from '../../../contract/sandbox-views.js';
import type { Clock } from '../../base/clock.js';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { AwsJsonApi } from '../../service/api.js';
import type { Peers } from '../../service/peers.js';
import type { WebIdentityVerdict } from '../../service/web-identity.js';
import { partitionOf } from '../../template/partition.js';
import type { IdentityPoolSettings, RoleAttachmentSettings } from '../resources/cognito-resources.js';
import type { OidcProviderSettings } from '../resources/federation-resources.js';
import type { PrincipalTagSettings } from '../resources/group-resources.js';
import { createSamlAssertions } from '../saml/saml-assertions.js';
import type { SamlProviderSettings } from '../saml/saml-providers.js';
import { deleteIdentities } from './delete-identities.js';
import { describeIdentity } from './describe-identity.js';
import { describeIdentityPool, getIdentityPoolRoles, listIdentityPools } from './describe-identity-pools.js';
import { lookupDeveloperIdentity, unlinkDeveloperIdentity } from './developer-identities.js';
import { getCredentialsForIdentity } from './get-credentials-for-identity.js';
import { getId } from './get-id.js';
import { getOpenIdToken } from './get-open-id-token.js';
import { getOpenIdTokenForDeveloperIdentity } from './get-open-id-token-for-developer-identity.js';
import { createIdentities } from './identities.js';
import { refuseFields } from './identity-pool-operation.js';
import type { IdentityPoolState } from './identity-pool-tables.js';
import { listIdentities } from './list-identities.js';
import { loginProviderLogin } from './login-provider-login.js';
import { createLoginTokens } from './login-tokens.js';
import { type VerifyProviderToken, type VerifyUserPoolToken, verifiedLogins } from './logins.js';
import { createOpenIdTokens } from './open-id-tokens.js';
import type { OperationContext, TemporaryCredentials, WebIdentityRequest } from './operation-context.js';
import { samlLogin } from './saml-login.js';
import { unlinkIdentity } from './unlink-identity.js';

export interface IdentityPoolsOptions {
  readonly pools: readonly { readonly identityPoolId: string; readonly settings: IdentityPoolSettings }[];
  readonly region: string;
  readonly accountId: string;
  readonly roleAttachments: readonly RoleAttachmentSettings[];
  readonly principalTags?: readonly PrincipalTagSettings[];
  readonly samlProviders?: readonly SamlProviderSettings[];
  readonly oidcProviders?: readonly OidcProviderSettings[];
  /** Read and written in place. */
  readonly state: IdentityPoolState;
  readonly clock: Clock;
  readonly verifyUserPoolToken: VerifyUserPoolToken;
  /** Needed where there are `oidcProviders`. */
  readonly verifyProviderToken?: VerifyProviderToken;
  /** Throws AwsError `AccessDenied` when the role's trust policy refuses. */
  readonly assumeRoleWithWebIdentity: (request: WebIdentityRequest) => TemporaryCredentials;
}

export interface IdentityPools {
  readonly api: AwsJsonApi;
  readonly context: OperationContext;
  /** Identity ID and pool of every identity, with the `sub` by provider. */
  readonly identities: () => readonly IdentitySnapshot[];
  /** Of a token that somebody shows to STS. */
  readonly issueLoginToken: Peers['issueLoginToken'];
  readonly judgeWebIdentity: (token: string) => Promise<WebIdentityVerdict>;
}

export function createIdentityPools(options: IdentityPoolsOptions): IdentityPools {
  checkProviders(options);
  const { oidcProviders = [], samlProviders = [], verifyProviderToken = withoutProviders } = options;
  const pools = new Map(options.pools.map((pool) => [pool.identityPoolId, { ...pool, ...attachedTo(options, pool) }]));
  const loginTokens = createLoginTokens(options.state, options.clock);
  const assertions = createSamlAssertions(options.state.signingKeys, options.clock, options.region);
  const verifiers = {
    saml: samlLogin(assertions, samlProviders),
    userPool: options.verifyUserPoolToken,
    oidc: verifyProviderToken,
    oidcProviders,
    loginProvider: loginProviderLogin(loginTokens),
  };
  const context: OperationContext = {
    identities: createIdentities(options.state, options.clock),
    pools: () => [...pools.values()],
    pool: (id) => pools.get(id) ?? notFound(`IdentityPool '${id}' not found.`),
    verifiedLogins: ({ settings }, logins) => verifiedLogins(settings, logins, verifiers),
    identityPoolArn: (id) =>
      `arn:${partitionOf(options.region).name}:cognito-identity:${options.region}:${options.accountId}:identitypool/${id}`,
    openIdTokens: createOpenIdTokens(options.state, options.clock, options.region),
    assumeRoleWithWebIdentity: options.assumeRoleWithWebIdentity,
  };
  return {
    context,
    api: {
      protocol: 'aws-json',
      signingName: 'cognito-identity',
      targetPrefix: 'AWSCognitoIdentityService',
      operations: [
        deleteIdentities(context),
        describeIdentity(context),
        describeIdentityPool(context),
        getCredentialsForIdentity(context),
        getId(context),
        getIdentityPoolRoles(context),
        getOpenIdToken(context),
        getOpenIdTokenForDeveloperIdentity(context),
        listIdentities(context),
        listIdentityPools(context),
        lookupDeveloperIdentity(context),
        unlinkDeveloperIdentity(context),
        unlinkIdentity(context),
      ],
      refuseFields,
    },
    async issueLoginToken({ provider, user, appId, claims }) {
      const saml = samlProviders.find(({ arn }) => arn === provider);
      if (saml === undefined) {
        return loginTokens.issue({ provider, user, claims, appId: appId ?? appOf(options.pools, provider) });
      }
      return assertions.issue({ issuer: saml.entityId }, { nameId: user, attributes: claims, audience: appId });
    },
    async judgeWebIdentity(token) {
      const judged = await context.openIdTokens.judge(token);
      if (judged.verdict !== 'valid') return judged;
      // Whether STS takes a developer's token where the pool does not allow the classic flow is not documented.
      const { identityPoolId } = judged;
      if (pools.get(identityPoolId)?.settings.allowClassicFlow === true) return judged;
      return { verdict: 'no-classic-flow', identityPoolId };
    },
    identities: () =>
      [...options.state.identities.values()].map(({ identityId, identityPoolId, logins }) => ({
        identityId,
        identityPoolId,
        logins: { ...logins },
      })),
  };
}

function attachedTo(
  { roleAttachments, principalTags = [] }: IdentityPoolsOptions,
  { identityPoolId }: { identityPoolId: string },
) {
  const isOfPool = (settings: { identityPoolId: string }) => settings.identityPoolId === identityPoolId;
  const { roles = {}, roleMappings = [] } = roleAttachments.find(isOfPool) ?? {};
  return { roles, roleMappings, principalTags: principalTags.filter(isOfPool) };
}

/** @throws Error where no pool takes tokens of the provider, or several do for different apps */
function appOf(pools: IdentityPoolsOptions['pools'], provider: string): string {
  const known = pools.map(({ settings }) => settings.supportedLoginProviders ?? {});
  const saml = pools.flatMap(({ settings }) => settings.samlProviderArns ?? []);
  const apps = [...new Set(known.flatMap((providers) => providers[provider] ?? []))];
  const [appId] = apps;
  if (appId !== undefined && apps.length === 1) return appId;
  const there = [...new Set([...known.flatMap(Object.keys), ...saml])].join(', ') || 'none';
  throw new AwsError(
    'BadRequest',
    appId === undefined
      ? `No identity pool of the stack takes tokens of ${provider}; of these it has: ${there}.`
      : `The identity pools of the stack take tokens of ${provider} for ${apps.join(' and ')}: name one as appId.`,
  );
}

/** @throws UnsupportedError for an OIDC provider that the template does not describe */
function checkProviders({ pools, oidcProviders = [], samlProviders = [] }: IdentityPoolsOptions): void {
  const unknownSaml = pools
    .flatMap(({ settings }) => settings.samlProviderArns ?? [])
    .find((arn) => !samlProviders.some((provider) => provider.arn === arn));
  if (unknownSaml !== undefined)
    throw new UnsupportedError(`the SAML provider ${unknownSaml}, which is not in the template`);
  const unknown = pools
    .flatMap(({ settings }) => settings.openIdConnectProviderArns ?? [])
    .find((arn) => !oidcProviders.some((provider) => provider.arn === arn));
  const isNamed =
    (host: string) =>
    ({ settings: { openIdConnectProviderArns: arns = [] } }: (typeof pools)[number]) =>
      oidcProviders.some(({ arn, url }) => arns.includes(arn) && url.replace(/\/$/, '') === `https://${host}`);
  const twice = pools.flatMap((pool) =>
    Object.keys(pool.settings.supportedLoginProviders ?? {}).filter((host) => isNamed(host)(pool)),
  );
  // Which of the two counts is not documented.
  if (twice[0] !== undefined)
    throw new UnsupportedError(
      `an identity pool with ${twice[0]} both in SupportedLoginProviders and as OIDC provider`,
    );
  if (unknown !== undefined) throw new UnsupportedError(`the OIDC provider ${unknown}, which is not in the template`);
}

function withoutProviders(): never {
  throw new Error('An identity pool has OIDC providers, and nothing to verify their tokens with.');
}

function notFound(message: string): never {
  throw new AwsError('ResourceNotFoundException', message);
}
