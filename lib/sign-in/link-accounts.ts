import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { type UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionCode } from '../function-code.js';
import { nodeRuntime } from '../node-runtime.js';
import type { Problem } from '../settings-error.js';
import type { IdentityProviders } from './identity-providers.js';
import type { LambdaTriggers } from './lambda-triggers.js';

export interface LinkAccountsProps {
  readonly userPool: UserPool;
  /** Names of the providers that are trusted. */
  readonly providers: readonly string[];
  /** Of the function's log group. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Of the function's log group. */
  readonly removalPolicy: RemovalPolicy;
}

/** The pre-sign-up trigger that links who comes by a provider to who has signed up with the same verified address. */
export class LinkAccounts extends Construct {
  constructor(scope: Construct, id: string, props: LinkAccountsProps) {
    super(scope, id);
    const { userPool, providers, logRetention = RetentionDays.ONE_MONTH, removalPolicy } = props;
    const logGroup = new LogGroup(this, 'LogGroup', { retention: logRetention, removalPolicy });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const handler = new LambdaFunction(this, 'Function', {
      description: 'Links users of trusted identity providers to those who signed up with the same verified address',
      runtime: nodeRuntime(),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: functionCode('link-accounts'),
      environment: { TRUSTED_PROVIDERS: JSON.stringify(providers) },
      memorySize: 512,
      // Cognito waits no longer.
      timeout: Duration.seconds(5),
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
    userPool.addTrigger(UserPoolOperation.PRE_SIGN_UP, handler);
    // By itself: the function waits for the policies below its role, the user pool for the function, and this for both.
    new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminLinkProviderForUser'],
          resources: [userPool.userPoolArn],
        }),
      ],
    });
  }
}

export interface LinkingGiven {
  readonly identityProviders: IdentityProviders | undefined;
  readonly lambdaTriggers: LambdaTriggers | undefined;
}

/** Only a provider that says whether it has verified an address can be trusted to have done so. */
export function linkAccountsProblems(
  names: readonly string[],
  { identityProviders = {}, lambdaTriggers }: LinkingGiven,
): Problem[] {
  const { google, signInWithApple, oidc = [] } = identityProviders;
  const allowed = [
    ...(google ? ['Google'] : []),
    ...(signInWithApple ? ['SignInWithApple'] : []),
    ...oidc.map(({ name }) => name),
  ];
  const all = namesOf(identityProviders);
  const told = allowed.join(', ') || 'none: identityProviders has neither google, signInWithApple nor oidc';
  return [
    ...names.flatMap((name, index) =>
      allowed.includes(name)
        ? []
        : [{ where: `linkAccounts[${index}]`, what: `given ${JSON.stringify(name)}; allowed: ${told}` }],
    ),
    ...names.flatMap((name, index) => mistakable(name, all).map((what) => ({ where: `linkAccounts[${index}]`, what }))),
    ...(names.length > 0 && lambdaTriggers?.preSignUp
      ? [{ where: 'linkAccounts', what: 'cannot be used with lambdaTriggers.preSignUp: a user pool has one of them' }]
      : []),
  ];
}

function namesOf({ google, facebook, loginWithAmazon, signInWithApple, oidc = [], saml = [] }: IdentityProviders) {
  return [
    ...(google ? ['Google'] : []),
    ...(facebook ? ['Facebook'] : []),
    ...(loginWithAmazon ? ['LoginWithAmazon'] : []),
    ...(signInWithApple ? ['SignInWithApple'] : []),
    ...[...oidc, ...saml].map(({ name }) => name),
  ];
}

/**
 * The trigger is told `<provider>_<ID there>` in small letters: of `My` and `My_Company` a user `company_x` of the one
 * would pass for the user `x` of the other.
 */
function mistakable(name: string, all: readonly string[]): string[] {
  const begins = (one: string, other: string) => `${one}_`.toLowerCase().startsWith(`${other}_`.toLowerCase());
  return all
    .filter((other) => other !== name && (begins(name, other) || begins(other, name)))
    .map((other) => `given ${JSON.stringify(name)}, whose users could not be told from those of ${other}; rename one`);
}
