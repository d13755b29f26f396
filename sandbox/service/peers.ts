import type { JWK } from 'jose';
import type { FunctionOfStack } from './function-of-stack.js';
import type { WebIdentityVerdict } from './web-identity.js';

/** Whom a login provider says an app has signed in. */
export interface LoginTokenRequest {
  /** As in `Logins` of the identity pool: `accounts.google.com`, or the ARN of a SAML provider. */
  readonly provider: string;
  /** The user's ID there. */
  readonly user: string;
  /** Whom the token is for. @default the app that the identity pool knows; of a SAML assertion, AWS */
  readonly appId?: string | undefined;
  /** What else the provider says of the user: `{ email: 'ada@example.com' }`. */
  readonly claims?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** What the services do for one another: one of them can, and the others get it as a function. */
export interface Peers {
  /** A function of the stack. @throws UnsupportedError for an ARN that the template does not have */
  readonly functionOf: (functionArn: string) => FunctionOfStack;
  /** The public keys of a user pool's tokens. @throws AwsError for a pool that is not there */
  readonly userPoolKeys: (userPoolId: string) => Promise<{ readonly keys: readonly JWK[] }>;
  /** Seconds that a new attachment, or a new default version of a policy, takes to work. */
  readonly setAttachDelay: (seconds: number) => void;
  /** Whose a token is that an identity pool gave. */
  readonly judgeWebIdentity: (token: string) => Promise<WebIdentityVerdict>;
  /**
   * A token of Amazon, Apple, Facebook or Google, or an assertion of a SAML provider, as the sandbox has it from them. @throws AwsError `BadRequest` where no
   * identity pool takes one
   */
  readonly issueLoginToken: (asked: LoginTokenRequest) => Promise<string>;
  /** The tokens of a user who is taken at their word. */
  readonly issueTokens: (
    userPoolId: string,
    clientId: string,
    userName: string,
  ) => Promise<{ readonly idToken: string; readonly accessToken: string; readonly refreshToken: string }>;
}
