import { Annotations, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IUserPool, type IUserPoolClient, Mfa, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Grant, type IGrantable, type IRole } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { defined } from '../defined.js';
import { SettingsError } from '../settings-error.js';
import { watchExistingIdentityPool } from './existing-identity-pool.js';
import { existingRole } from './existing-role.js';
import { warnAboutGovCloud } from './gov-cloud.js';
import { addSignInDomain } from './hosted-sign-in.js';
import { attachRoles, createCognitoRole, createIdentityPool, mapPrincipalTags } from './identity-pool.js';
import { type AddedProvider, addIdentityProviders } from './identity-providers.js';
import { keepSignIn } from './keep-sign-in.js';
import { addLambdaTriggers } from './lambda-triggers.js';
import { LinkAccounts } from './link-accounts.js';
import { warnAboutOtherDoors } from './other-doors.js';
import { warnThatTagsAreUnproven } from './principal-tags.js';
import { regionProblems } from './region-problems.js';
import { warnAboutDailyEmails } from './sign-in-email.js';
import type { SignInOptions } from './sign-in-options.js';
import { signInProblems } from './sign-in-problems.js';
import { createUserPool, createUserPoolClient } from './user-pool.js';

export interface CognitoSignInProps extends SignInOptions {
  /** Whether people who have not signed in get an identity and a role. @default false */
  readonly allowGuests?: boolean;
  /** Whether members of one of the user pool's groups act as the group's role. @default false */
  readonly groupRoles?: boolean;
  /** Applied to all that users need to come back: pools, app client, roles, providers and domain.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE: users outlive the stack, a failed first deployment leaves nothing */
  readonly removalPolicy?: RemovalPolicy;
  /** Of the log group of the function that links accounts. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/**
 * Sign-up and sign-in with e-mail and password, and temporary AWS credentials for signed-in users.
 * Unless they are allowed, guests get none, and there is no role for them. Cognito itself sends the e-mails, at most 50
 * a day: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export class CognitoSignIn extends Construct {
  readonly userPool: IUserPool;
  readonly userPoolClient: IUserPoolClient;
  readonly identityPoolId: string;
  /** What signed-in users act as; it may do nothing until something is granted to it. */
  readonly authenticatedRole: IRole;
  /** What guests act as, where there are any; it may do nothing until something is granted to it. */
  readonly unauthenticatedRole?: IRole;
  /** Under which a back end signs users in, where one does. */
  readonly developerProvider?: string;
  /** Host name of the hosted sign-in, where there is one. */
  readonly domain?: string;

  /** Throws a SettingsError where the parts do not go together. */
  constructor(scope: Construct, id: string, props: CognitoSignInProps = {}) {
    super(scope, id);
    const { existing, signIn, principalTags, customAttributes } = props;
    const { linkAccounts = [] } = props;
    const problems = signInProblems({
      signIn,
      identityProviders: props.identityProviders,
      openIdConnectProviders: props.openIdConnectProviders,
      loginProviders: props.loginProviders,
      samlProviders: props.samlProviders,
      developerProvider: props.developerProvider,
      principalTags,
      customAttributes,
      mfa: props.mfa !== undefined && props.mfa !== Mfa.OFF,
      email: props.email,
      lambdaTriggers: props.lambdaTriggers,
      linkAccounts,
      tokenValidity: props.tokenValidity,
      region: Stack.of(this).region,
      existing,
      guests: props.allowGuests,
    });
    problems.push(
      ...regionProblems({ region: Stack.of(this).region, existing, likelyRegion: process.env.CDK_DEFAULT_REGION }),
    );
    if (problems.length > 0) throw new SettingsError(problems);
    warnAboutGovCloud(this);
    if (props.developerProvider !== undefined) this.developerProvider = props.developerProvider;
    if (principalTags) warnThatTagsAreUnproven(this);
    warnAboutOtherDoors(this, props);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    let providers: AddedProvider[] = [];
    if (existing === undefined) {
      const userPool = createUserPool(this, {
        selfSignUp: props.selfSignUp,
        passwordPolicy: props.passwordPolicy,
        mfa: props.mfa,
        email: props.email,
        principalTags,
        customAttributes,
        removalPolicy,
      });
      if (props.selfSignUp !== false && props.email === undefined) warnAboutDailyEmails(this);
      if (props.lambdaTriggers) addLambdaTriggers(userPool, props.lambdaTriggers);
      this.userPool = userPool;
      if (signIn) this.domain = addSignInDomain(this, userPool, signIn);
      providers = addIdentityProviders(this, userPool, props.identityProviders ?? {}, linkAccounts);
      if (linkAccounts.length > 0) {
        new LinkAccounts(this, 'LinkAccounts', {
          userPool,
          providers: linkAccounts,
          ...defined({ logRetention: props.logRetention }),
          removalPolicy,
        });
      }
    } else {
      this.userPool = UserPool.fromUserPoolId(this, 'UserPool', existing.userPoolId);
      if (principalTags) this.warnAboutExistingAttributes();
    }
    this.userPoolClient =
      existing?.userPoolClientId === undefined
        ? createUserPoolClient(this, {
            userPool: this.userPool,
            signIn,
            providers,
            principalTags,
            customAttributes,
            lambdaTriggers: props.lambdaTriggers,
            tokenValidity: props.tokenValidity,
          })
        : UserPoolClient.fromUserPoolClientId(this, 'UserPoolClient', existing.userPoolClientId);

    if (existing?.identityPoolId === undefined) {
      const pool = this.createPoolWithRoles(props);
      this.identityPoolId = pool.identityPoolId;
      this.authenticatedRole = pool.authenticatedRole;
      if (pool.unauthenticatedRole) this.unauthenticatedRole = pool.unauthenticatedRole;
    } else {
      const { identityPoolId, authenticatedRoleArn = '', unauthenticatedRoleArn, constructs } = existing;
      this.identityPoolId = identityPoolId;
      const given = constructs?.authenticatedRole;
      this.authenticatedRole = existingRole(this, 'AuthenticatedRole', authenticatedRoleArn, given);
      if (props.allowGuests && unauthenticatedRoleArn !== undefined) {
        const ofGuests = constructs?.unauthenticatedRole;
        this.unauthenticatedRole = existingRole(this, 'UnauthenticatedRole', unauthenticatedRoleArn, ofGuests);
      }
      const { allowGuests: guests = false, groupRoles = false } = props;
      watchExistingIdentityPool(this, existing, { guests, groups: groupRoles });
    }
    keepSignIn(this, removalPolicy);
  }

  /**
   * Lets a back end of one's own sign its users in (`developerProvider`). Whoever has this right can become any user of
   * that provider, so it is for the back end's role alone.
   * https://docs.aws.amazon.com/cognito/latest/developerguide/developer-authenticated-identities.html
   */
  grantDeveloperSignIn(grantee: IGrantable): Grant {
    const identityPoolArn = Stack.of(this).formatArn({
      service: 'cognito-identity',
      resource: 'identitypool',
      resourceName: this.identityPoolId,
    });
    return Grant.addToPrincipal({
      grantee,
      actions: ['cognito-identity:GetOpenIdTokenForDeveloperIdentity'],
      resourceArns: [identityPoolArn],
    });
  }

  private createPoolWithRoles(props: CognitoSignInProps) {
    const { userPool, userPoolClient } = this;
    const { allowGuests = false, groupRoles = false, principalTags } = props;
    const pool = createIdentityPool(this, {
      userPool,
      userPoolClient,
      openIdConnectProviders: props.openIdConnectProviders,
      loginProviders: props.loginProviders,
      samlProviders: props.samlProviders,
      developerProvider: props.developerProvider,
      allowGuests,
    });
    const identityPoolId = pool.ref;
    const authenticatedRole = createCognitoRole(this, 'AuthenticatedRole', {
      identityPoolId,
      ...defined({ principalTags }),
      description: 'What users signed in with Amazon Cognito may do',
    });
    const unauthenticatedRole = allowGuests
      ? createCognitoRole(this, 'UnauthenticatedRole', {
          identityPoolId,
          identities: 'unauthenticated',
          description: 'What guests of the Amazon Cognito identity pool may do',
        })
      : undefined;
    const roles = { authenticatedRole, unauthenticatedRole };
    attachRoles(this, { identityPoolId, userPool, userPoolClient, ...roles, groupRoles });
    if (principalTags) mapPrincipalTags(this, { identityPoolId, userPool, principalTags, roles: [authenticatedRole] });
    return { identityPoolId, ...roles };
  }

  private warnAboutExistingAttributes(): void {
    Annotations.of(this).addWarningV2(
      'cognito-iot-access:existingAttributes',
      'principalTags: the user pool is not of this stack. It must have these custom attributes, and none of its app ' +
        'clients may let users write them (WriteAttributes), or users choose their tags themselves.',
    );
  }
}
