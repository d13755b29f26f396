import type { IdentityPoolSettings, RoleAttachmentSettings, RoleMapping } from '../resources/cognito-resources.js';
import type { PrincipalTagSettings } from '../resources/group-resources.js';
import type { Identities } from './identities.js';
import type { VerifiedLogin } from './logins.js';
import type { OpenIdTokens } from './open-id-tokens.js';

export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: 'CognitoIdentityCredentials';
  /** Of the token that Cognito shows to STS: identity pool ID, kinds and logins, identity ID. */
  readonly claims: { readonly aud: string; readonly amr: readonly string[]; readonly sub: string };
  readonly identity: {
    readonly identityId: string;
    readonly identityPoolId: string;
    readonly authenticationType: 'authenticated' | 'unauthenticated';
    /** As API Gateway shows it to a Lambda function; empty for guests. */
    readonly authenticationProvider: string;
  };
  /** Session tags; left out when there are none. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiration: number;
}

export interface IdentityPool {
  readonly identityPoolId: string;
  readonly settings: IdentityPoolSettings;
  readonly roles: RoleAttachmentSettings['roles'];
  readonly roleMappings: readonly RoleMapping[];
  readonly principalTags: readonly PrincipalTagSettings[];
}

/** What the operations need. */
export interface OperationContext {
  readonly identities: Identities;
  /** Throws ResourceNotFoundException. */
  readonly pool: (identityPoolId: string) => IdentityPool;
  readonly pools: () => readonly IdentityPool[];
  readonly verifiedLogins: (pool: IdentityPool, logins: Record<string, string>) => Promise<VerifiedLogin[]>;
  /** The ARN that IAM evaluates; of `*` for all pools. */
  readonly identityPoolArn: (identityPoolId: string) => string;
  readonly openIdTokens: OpenIdTokens;
  readonly assumeRoleWithWebIdentity: (request: WebIdentityRequest) => TemporaryCredentials;
}
