import type { IdentityPoolSettings, RoleAttachmentSettings } from '../../template/cognito-resources.js';
import type { Identities } from './identities.js';
import type { VerifiedLogin } from './logins.js';

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
}

/** What the operations need. */
export interface OperationContext {
  readonly identities: Identities;
  /** Throws ResourceNotFoundException. */
  readonly pool: (identityPoolId: string) => IdentityPool;
  readonly verifiedLogins: (pool: IdentityPool, logins: Record<string, string>) => Promise<VerifiedLogin[]>;
  readonly assumeRoleWithWebIdentity: (request: WebIdentityRequest) => TemporaryCredentials;
}
