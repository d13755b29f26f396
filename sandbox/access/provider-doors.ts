import type { StackResources } from '../template/stack-resources.js';
import type { Door } from './access-report.js';
import type { ResourceNames } from './resource-names.js';

type Properties = Readonly<Record<string, unknown>>;

/** Whose sign-ins are taken, and which claims their users set themselves. */
export function providerDoors(resources: StackResources, names: ResourceNames): Door[] {
  return names.named([...userPoolProviders(resources), ...oidcProviders(resources), ...writableClaims(resources)]);
}

/** A report may be kept by everybody. */
const SECRET = /secret|private/i;

/** Where a user pool sends people to sign in, and what it takes over of them. */
function userPoolProviders(resources: StackResources): Door[] {
  return resources.ofType('AWS::Cognito::UserPoolIdentityProvider').flatMap((provider) => {
    const { UserPoolId, ProviderName, ProviderType, ProviderDetails, AttributeMapping } = provider.properties();
    const where = `${UserPoolId} provider ${ProviderName}`;
    const details = Object.entries((ProviderDetails ?? {}) as Properties).filter(([name]) => !SECRET.test(name));
    const mapped = Object.entries((AttributeMapping ?? {}) as Properties);
    const told = [...details, ['type', ProviderType] as const].map(([name, value]) => `${name} ${value}`);
    const taken = mapped.map(([attribute, claim]) => `${attribute} of ${claim}`);
    return [...told, ...taken].map((what) => ({ code: 'user-pool-provider', where, what, opens: true }));
  });
}

function oidcProviders(resources: StackResources): Door[] {
  return resources.ofType('AWS::IAM::OIDCProvider').flatMap((provider) => {
    const { Url, ClientIdList } = provider.properties();
    const clients = [ClientIdList ?? []].flat();
    return clients.map((client) => ({
      code: 'oidc-provider',
      where: provider.physicalId,
      what: `tokens of ${Url} for ${client}`,
      opens: true,
    }));
  });
}

/** A claim by which roles or tags are given is the user's own word where a client lets users write it. */
function writableClaims(resources: StackResources): Door[] {
  const deciding = decidingClaims(resources);
  return resources.ofType('AWS::Cognito::UserPoolClient').flatMap((client) => {
    const { WriteAttributes } = client.properties();
    const written = [WriteAttributes ?? []].flat();
    const isWritten = (claim: string) => WriteAttributes === undefined || written.includes(claim);
    return deciding
      .filter(isWritten)
      .map((what) => ({ code: 'writable-claim', where: client.physicalId, what, opens: true }));
  });
}

/** Those that Cognito makes nobody can write. */
const OF_COGNITO = ['sub', 'aud', 'iss', 'token_use', 'cognito:groups', 'cognito:roles', 'cognito:username'];

function decidingClaims(resources: StackResources): string[] {
  const tags = resources
    .ofType('AWS::Cognito::IdentityPoolPrincipalTag')
    .flatMap(({ property }) => Object.values((property('PrincipalTags') ?? {}) as Properties));
  const rules = resources.ofType('AWS::Cognito::IdentityPoolRoleAttachment').flatMap(({ property }) => {
    const mappings = Object.values((property('RoleMappings') ?? {}) as Record<string, Properties>);
    return mappings.flatMap(({ RulesConfiguration }) => {
      const { Rules = [] } = (RulesConfiguration ?? {}) as { readonly Rules?: readonly Properties[] };
      return Rules.map(({ Claim }) => Claim);
    });
  });
  const claims = [...tags, ...rules].map(String).filter((claim) => !OF_COGNITO.includes(claim));
  return [...new Set(claims)].sort();
}
