import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnIdentityPool,
  CfnIdentityPoolRoleAttachment,
  FeaturePlan,
  type PasswordPolicy,
  UserPool,
  UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface CognitoSignInProps {
  /** Whether users may sign up by themselves. @default true */
  readonly selfSignUp?: boolean;
  /** @default 12 characters with lower and upper case, a digit and a symbol */
  readonly passwordPolicy?: PasswordPolicy;
  /** Applied to the user pool and the identity pool.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE: users outlive the stack, a failed first deployment leaves nothing */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Sign-up and sign-in with e-mail and password, and temporary AWS credentials for signed-in users.
 * Guests get none, and there is no role for them. Cognito itself sends the e-mails, at most 50 a day:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export class CognitoSignIn extends Construct {
  readonly userPool: UserPool;
  readonly userPoolClient: UserPoolClient;
  readonly identityPool: CfnIdentityPool;
  readonly identityPoolId: string;
  /** What signed-in users act as; it may do nothing until something is granted to it. */
  readonly authenticatedRole: Role;

  constructor(scope: Construct, id: string, props: CognitoSignInProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this.userPool = this.createUserPool(props, removalPolicy);
    this.userPoolClient = this.createUserPoolClient();
    this.identityPool = this.createIdentityPool();
    this.identityPool.applyRemovalPolicy(removalPolicy);
    this.identityPoolId = this.identityPool.ref;
    this.authenticatedRole = this.createAuthenticatedRole();
  }

  private createUserPool(props: CognitoSignInProps, removalPolicy: RemovalPolicy): UserPool {
    const userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: props.selfSignUp ?? true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A changed address counts only once its owner has confirmed it.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        ...props.passwordPolicy,
      },
      // The cheapest plan has all that is used here: https://aws.amazon.com/cognito/pricing/
      featurePlan: FeaturePlan.LITE,
      removalPolicy,
    });
    Validations.of(userPool).acknowledge(
      { id: 'AwsSolutions-COG2', reason: 'Signing in takes a password; whoever needs a second factor turns it on.' },
      { id: 'AwsSolutions-COG8', reason: 'Threat protection belongs to the Plus plan, which is paid for by the user.' },
    );
    return userPool;
  }

  /** For apps on other people's machines: no secret, and the password itself never leaves the app (SRP). */
  private createUserPoolClient(): UserPoolClient {
    return new UserPoolClient(this, 'UserPoolClient', {
      userPool: this.userPool,
      generateSecret: false,
      authFlows: { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
  }

  /** The L2 construct would add a role for guests even where guests are off, hence the L1. */
  private createIdentityPool(): CfnIdentityPool {
    return new CfnIdentityPool(this, 'IdentityPool', {
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: [
        {
          clientId: this.userPoolClient.userPoolClientId,
          providerName: this.userPool.userPoolProviderName,
          // Users who were deleted or signed out everywhere get no new credentials.
          serverSideTokenCheck: true,
        },
      ],
    });
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html */
  private createAuthenticatedRole(): Role {
    const role = new Role(this, 'AuthenticatedRole', {
      description: 'What users signed in with Amazon Cognito may do',
      assumedBy: new WebIdentityPrincipal('cognito-identity.amazonaws.com', {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': this.identityPoolId },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
    });
    new CfnIdentityPoolRoleAttachment(this, 'RoleAttachment', {
      identityPoolId: this.identityPoolId,
      roles: { authenticated: role.roleArn },
    });
    return role;
  }
}
