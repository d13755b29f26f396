import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ExistingSignIn } from './existing-sign-in.js';

/** What is asked of an identity pool that is somebody else's. */
export interface AskedOfPool {
  readonly guests: boolean;
  readonly groups: boolean;
}

/**
 * Says at synthesis what the identity pool allows and what follows from that, as it then is: an app may change it after
 * it was given to us. Groups are refused where anyone in the pool could choose a group's role.
 */
export function watchExistingIdentityPool(scope: Construct, existing: ExistingSignIn, asked: AskedOfPool): void {
  const pool = resourceOf(existing.constructs?.identityPool);
  if (pool === undefined) {
    if (asked.groups) warn(scope, 'existingClassicFlow', unknownClassicFlow(existing.identityPoolId ?? ''));
    return;
  }
  scope.node.addValidation({
    validate() {
      const shown = propertiesOf(pool);
      if (shown.AllowUnauthenticatedIdentities !== false && !asked.guests) {
        warn(scope, 'existingGuests', withGuests(pool.node.path));
      }
      if ((shown.CognitoIdentityProviders ?? []).some((provider) => provider.ServerSideTokenCheck !== true)) {
        warn(scope, 'existingTokenCheck', withoutTokenCheck(pool.node.path));
      }
      if (shown.DeveloperProviderName !== undefined && asked.groups) {
        warn(scope, 'existingDeveloperProvider', withDeveloperProvider(pool.node.path));
      }
      const { SamlProviderARNs: saml = [] } = shown;
      // A list that is known no sooner than at deployment may have one.
      if (asked.groups && (!Array.isArray(saml) || saml.length > 0)) {
        warn(scope, 'existingSamlProvider', withSamlProvider(pool.node.path));
      }
      return refusals(shown, asked, pool.node.path);
    },
  });
}

interface ShownIdentityPool {
  readonly AllowUnauthenticatedIdentities?: unknown;
  readonly AllowClassicFlow?: unknown;
  readonly CognitoIdentityProviders?: readonly { readonly ServerSideTokenCheck?: unknown }[];
  readonly DeveloperProviderName?: unknown;
  readonly SamlProviderARNs?: unknown;
}

function resourceOf(given: unknown): CfnResource | undefined {
  if (!Construct.isConstruct(given)) return undefined;
  const resource = CfnResource.isCfnResource(given) ? given : given.node.defaultChild;
  const isPool = resource && CfnResource.isCfnResource(resource);
  return isPool && resource.cfnResourceType === 'AWS::Cognito::IdentityPool' ? resource : undefined;
}

/** As they will stand in the template, with what was put over them by `addPropertyOverride`. */
function propertiesOf(pool: CfnResource): ShownIdentityPool {
  const rendered = Stack.of(pool).resolve(pool._toCloudFormation()) as {
    readonly Resources: Readonly<Record<string, { readonly Properties?: ShownIdentityPool }>>;
  };
  return Object.values(rendered.Resources)[0]?.Properties ?? {};
}

function refusals(shown: ShownIdentityPool, asked: AskedOfPool, path: string): string[] {
  const classic = shown.AllowClassicFlow !== undefined && shown.AllowClassicFlow !== false;
  return [
    ...(asked.groups && classic
      ? [
          `groups: cannot be used with the identity pool ${path}, which allows the classic flow (AllowClassicFlow): ` +
            "any user of it may then choose a group's role. Set its allowClassicFlow to false, or leave groups out",
        ]
      : []),
    ...(asked.guests && shown.AllowUnauthenticatedIdentities === false
      ? [
          `guests: the identity pool ${path} lets no guests in. Set its allowUnauthenticatedIdentities to true, or ` +
            'leave guests out',
        ]
      : []),
  ];
}

function warn(scope: Construct, id: string, text: string): void {
  Annotations.of(scope).addWarningV2(`cognito-iot-access:${id}`, text);
}

function withGuests(path: string): string {
  return (
    `existing: the identity pool ${path} lets guests in (AllowUnauthenticatedIdentities), so anybody gets AWS ` +
    'credentials with its role for guests. Nothing is granted to that role here, and the function refuses guests. Set ' +
    'its allowUnauthenticatedIdentities to false unless the app needs guests; what they may do on AWS IoT is the ' +
    'setting guests.'
  );
}

function withoutTokenCheck(path: string): string {
  return (
    `existing: the identity pool ${path} does not ask the user pool about tokens (ServerSideTokenCheck), so users who ` +
    'were deleted or signed out everywhere get new AWS credentials until their ID token expires: an hour, by default. ' +
    "Set it: cfnIdentityPool.addPropertyOverride('CognitoIdentityProviders.0.ServerSideTokenCheck', true)."
  );
}

function withDeveloperProvider(path: string): string {
  return (
    `groups: the identity pool ${path} has a developer provider. Whoever has a token of it may give it to STS for any ` +
    'role that trusts each authenticated identity of the pool, and so for the role of a group. Have the trust of ' +
    "these roles ask for the user pool, too: a StringLike on 'cognito-identity.amazonaws.com:amr' with its provider name."
  );
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/saml-identity-provider.html */
function withSamlProvider(path: string): string {
  return (
    `groups: the identity pool ${path} takes assertions of SAML providers, which name the role that their user gets: any ` +
    'that trusts each authenticated identity of the pool, and so the role of a group. Have the trust of these roles ask ' +
    "for the user pool, too: a StringLike on 'cognito-identity.amazonaws.com:amr' with its provider name."
  );
}

function unknownClassicFlow(identityPoolId: string): string {
  return (
    'groups: it cannot be known here whether the identity pool allows the classic flow, where any user of it may choose ' +
    "a group's role. Look before you deploy: aws cognito-identity describe-identity-pool --identity-pool-id " +
    `${identityPoolId} --query AllowClassicFlow; it must not be true.`
  );
}
