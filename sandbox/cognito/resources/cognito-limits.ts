import { beyond, holdLimits, type Limits, text, wholeNumber } from '../../template/limits.js';
import type { StackResources } from '../../template/stack-resources.js';
import { holdAppClientLimits } from './app-client-limits.js';
import { parseUserPoolClient, type UserPoolClientSettings } from './cognito-resources.js';
import { type EmailConfiguration, holdEmailLimits } from './email-settings.js';

const API = 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/';
const CLIENT = `${API}API_CreateUserPoolClient.html`;
const PASSWORD_POLICY = `${API}API_PasswordPolicyType.html`;
const TOKENS =
  'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html';

/** `AWS::Cognito::UserPool`: `Policies.PasswordPolicy`. */
const passwordPolicyLimits: Limits = {
  MinimumLength: wholeNumber(6, 99, 'characters', PASSWORD_POLICY),
  TemporaryPasswordValidityDays: wholeNumber(0, 365, 'days', PASSWORD_POLICY),
};

/** `AWS::Cognito::UserPool`: `AdminCreateUserConfig`. */
const adminCreateUserLimits: Limits = {
  UnusedAccountValidityDays: wholeNumber(0, 365, 'days', `${API}API_AdminCreateUserConfigType.html`),
};

/** `AWS::Cognito::UserPoolGroup`. */
const groupLimits: Limits = {
  GroupName: text(/[\p{L}\p{M}\p{S}\p{N}\p{P}]+/u, 128, `${API}API_CreateGroup.html`),
  Precedence: wholeNumber(0, 2 ** 31 - 1, '', `${API}API_CreateGroup.html`),
};

/** `AWS::Cognito::UserPoolClient`, in whatever unit. */
const clientLimits: Limits = {
  AccessTokenValidity: wholeNumber(1, 86_400, '', CLIENT),
  IdTokenValidity: wholeNumber(1, 86_400, '', CLIENT),
  RefreshTokenValidity: wholeNumber(0, 315_360_000, '', CLIENT),
  AuthSessionValidity: wholeNumber(3, 15, 'minutes', CLIENT),
};

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** By the name of CloudFormation: how long a token may live, in milliseconds, its unit taken into account. */
const lifetimes: readonly (readonly [
  property: string,
  of: keyof UserPoolClientSettings & `${string}TokenValidity`,
  from: number,
  to: number,
  allowed: string,
])[] = [
  ['AccessTokenValidity', 'accessTokenValidity', 5 * MINUTE, DAY, '5 minutes to 1 day'],
  ['IdTokenValidity', 'idTokenValidity', 5 * MINUTE, DAY, '5 minutes to 1 day'],
  ['RefreshTokenValidity', 'refreshTokenValidity', HOUR, 3650 * DAY, '60 minutes to 10 years'],
];

/** @throws DeploymentError for what Cognito would not take; UnsupportedError as the readers throw it */
export function holdCognitoLimits(resources: StackResources): void {
  for (const { logicalId, property } of resources.ofType('AWS::Cognito::UserPool')) {
    const where = `${logicalId} (AWS::Cognito::UserPool)`;
    const { PasswordPolicy } = (property('Policies') ?? {}) as { readonly PasswordPolicy?: Record<string, unknown> };
    holdLimits(where, passwordPolicyLimits, (name) => PasswordPolicy?.[name]);
    const config = property('AdminCreateUserConfig') as Record<string, unknown> | undefined;
    holdLimits(where, adminCreateUserLimits, (name) => config?.[name]);
    holdTriggers(where, property);
    holdEmailLimits(
      where,
      resources.environment.region,
      property('EmailConfiguration') as EmailConfiguration | undefined,
    );
  }
  for (const { logicalId, property } of resources.ofType('AWS::Cognito::UserPoolGroup')) {
    holdLimits(`${logicalId} (AWS::Cognito::UserPoolGroup)`, groupLimits, property);
  }
  for (const resource of resources.ofType('AWS::Cognito::UserPoolClient')) {
    const { logicalId, type, property, properties } = resource;
    const where = `${logicalId} (${type})`;
    holdLimits(where, clientLimits, property);
    holdAppClientLimits(where, resource, resources);
    const client = parseUserPoolClient(logicalId, properties());
    for (const [name, of, from, to, allowed] of lifetimes) {
      const given = client[of];
      if (given < from || given > to) throw beyond(name, shown(given), where, { allowed, page: TOKENS });
    }
    const outliving = lifetimes.find(([, of]) => client[of] > client.refreshTokenValidity);
    if (outliving === undefined) continue;
    const [name, of] = outliving;
    throw beyond(name, shown(client[of]), where, { allowed: 'what the refresh token has, at most', page: TOKENS });
  }
}

/** The access token can be customized in the tiers above Lite; two properties for one trigger have to name one function. */
function holdTriggers(where: string, property: (name: string) => unknown): void {
  const { PreTokenGeneration, PreTokenGenerationConfig } = (property('LambdaConfig') ?? {}) as LambdaConfig;
  if (PreTokenGenerationConfig === undefined) return;
  const { LambdaArn, LambdaVersion } = PreTokenGenerationConfig;
  const name = 'LambdaConfig.PreTokenGenerationConfig';
  const limit = { allowed: 'V1_0 in the tier LITE', page: `${API}API_PreTokenGenerationVersionConfigType.html` };
  if (property('UserPoolTier') === 'LITE' && LambdaVersion !== 'V1_0') {
    throw beyond(`${name}.LambdaVersion`, LambdaVersion, where, limit);
  }
  if (PreTokenGeneration === undefined || PreTokenGeneration === LambdaArn) return;
  const page = `${API}API_LambdaConfigType.html`;
  throw beyond(`${name}.LambdaArn`, LambdaArn, where, { allowed: 'the function of PreTokenGeneration', page });
}

interface LambdaConfig {
  readonly PreTokenGeneration?: string;
  readonly PreTokenGenerationConfig?: { readonly LambdaArn: string; readonly LambdaVersion: string };
}

function shown(milliseconds: number): string {
  return `${milliseconds / MINUTE} minutes`;
}
