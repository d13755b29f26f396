import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';

/** Times are milliseconds since 1970. */
export interface UserRecord {
  readonly userPoolId: string;
  readonly sub: string;
  /** The internal name: `cognito:username` in tokens, USER_ID_FOR_SRP at sign-in. */
  readonly userName: string;
  readonly attributes: Record<string, string>;
  status: UserStatus;
  enabled: boolean;
  /** Names of groups; none when undefined. */
  groups?: string[];
  /** Who the user is at the identity provider that it came from; only with the status EXTERNAL_PROVIDER. */
  readonly externalIdentity?: ExternalIdentity;
  /** What SRP needs instead of the password; both hexadecimal. */
  passwordVerifier: { readonly salt: string; readonly verifier: string };
  readonly createdAt: number;
  updatedAt: number;
  codes: Partial<Record<CodePurpose, { readonly code: string; readonly expiresAt: number }>>;
  /** When codes were asked for, and when wrong ones were given; only the last hour's count. */
  codeRequests: number[];
  codeFailures: number[];
  signInFailures: { count: number; lastAt: number; lockedUntil: number };
}

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'EXTERNAL_PROVIDER';

export interface ExternalIdentity {
  readonly providerName: string;
  readonly providerType: 'OIDC';
  /** The user's `sub` there. */
  readonly userId: string;
  readonly dateCreated: number;
}

export type CodePurpose = 'SignUp' | 'ForgotPassword';

/** One sign-in: the refresh token, and whether what was issued with it still counts. */
export interface SessionRecord {
  /** `event_id` of the tokens. */
  readonly id: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly sub: string;
  readonly originJti: string;
  readonly authTime: number;
  /** SHA-256 of the refresh token's secret half. */
  readonly refreshTokenHash: string;
  readonly refreshExpiresAt: number;
  /** What the app was given at the hosted sign-in; undefined for a sign-in with the API. */
  readonly scopes?: readonly string[];
  ended?: 'RevokeToken' | 'GlobalSignOut';
}

/** An e-mail that AWS would have sent. */
export interface SentMessage {
  readonly time: number;
  readonly to: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly purpose: CodePurpose | 'Invitation';
  /** For an invitation, the temporary password. */
  readonly code: string;
  readonly subject: string;
  readonly text: string;
}

/** All that the user pools remember, as plain JSON; it holds secrets, so it belongs in a private file. */
export interface UserPoolState {
  /** By `sub`. */
  readonly users: Record<string, UserRecord>;
  /** By session ID. */
  readonly sessions: Record<string, SessionRecord>;
  readonly messages: SentMessage[];
  /** Private keys, by user pool ID. */
  readonly signingKeys: Record<string, JWK>;
  /** Makes the answers about users that do not exist stable and unpredictable. */
  readonly simulationKey: string;
}

export function emptyUserPoolState(): UserPoolState {
  return { users: {}, sessions: {}, messages: [], signingKeys: {}, simulationKey: randomBytes(32).toString('hex') };
}
