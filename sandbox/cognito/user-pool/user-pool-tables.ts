import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { emptyTables, type Tables } from '../../state/state.js';
import type { Kept } from '../../state/table.js';

const time = z.number();
const hexadecimal = z.string().regex(/^[0-9a-f]+$/);

const providerIdentity = z.strictObject({
  providerName: z.string(),
  providerType: z.literal('OIDC'),
  /** The user's `sub` there. */
  userId: z.string(),
  dateCreated: time,
});

/** Times are milliseconds since 1970. */
const userRecord = z.strictObject({
  userPoolId: z.string(),
  sub: z.string(),
  /** The internal name: `cognito:username` in tokens, USER_ID_FOR_SRP at sign-in. */
  userName: z.string(),
  attributes: z.record(z.string(), z.string()),
  status: z.enum(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED', 'EXTERNAL_PROVIDER']),
  enabled: z.boolean(),
  /** Names of groups; none when undefined. */
  groups: z.array(z.string()).optional(),
  /** Who the user is at the identity provider that it came from; only with the status EXTERNAL_PROVIDER. */
  externalIdentity: providerIdentity.optional(),
  /** Who the user is at identity providers besides, by AdminLinkProviderForUser. */
  linkedIdentities: z.array(providerIdentity).optional(),
  /** What SRP needs instead of the password. */
  passwordVerifier: z.strictObject({ salt: hexadecimal, verifier: hexadecimal }),
  /** The authenticator that the user has proven; a secret, so nothing shows it. */
  softwareToken: z
    .strictObject({
      secret: z.string(),
      name: z.string().optional(),
      /** Whether it is asked for where the pool leaves that to the user, and whether first. */
      enabled: z.boolean(),
      preferred: z.boolean(),
      /** Time steps of the last codes: each is good once. */
      usedSteps: z.array(z.number()),
    })
    .optional(),
  /** The secret of one that is not proven yet; empty for none. */
  pendingSoftwareToken: z.string().optional(),
  /** When it was set; undefined in what an earlier version kept, which is then taken to be as old as the user. */
  passwordSetAt: time.optional(),
  createdAt: time,
  updatedAt: time,
  codes: z.partialRecord(
    z.enum(['SignUp', 'ForgotPassword', 'VerifyAttribute']),
    z.strictObject({ code: z.string(), expiresAt: time }),
  ),
  /** When codes were asked for, and when wrong ones were given; only the last hour's count. */
  codeRequests: z.array(time),
  codeFailures: z.array(time),
  signInFailures: z.strictObject({ count: z.number(), lastAt: time, lockedUntil: time }),
});

export type UserRecord = Kept<z.infer<typeof userRecord>>;
export type UserStatus = UserRecord['status'];
export type ExternalIdentity = NonNullable<UserRecord['externalIdentity']>;
export type CodePurpose = keyof UserRecord['codes'];

/** One sign-in: the refresh token, and whether what was issued with it still counts. */
const sessionRecord = z.strictObject({
  /** `event_id` of the tokens. */
  id: z.string(),
  userPoolId: z.string(),
  clientId: z.string(),
  sub: z.string(),
  originJti: z.string(),
  authTime: time,
  /** SHA-256 of the refresh token's secret half. */
  refreshTokenHash: z.string(),
  refreshExpiresAt: time,
  /** What the app was given at the hosted sign-in; undefined for a sign-in with the API. */
  scopes: z.array(z.string()).optional(),
  ended: z.enum(['RevokeToken', 'GlobalSignOut']).optional(),
});

export type SessionRecord = Kept<z.infer<typeof sessionRecord>>;

/** An e-mail that AWS would have sent. */
const sentMessage = z.strictObject({
  time,
  to: z.string(),
  /** Not there in what an earlier version kept. */
  from: z.string().optional(),
  replyTo: z.string().optional(),
  userPoolId: z.string(),
  userName: z.string(),
  purpose: z.enum(['SignUp', 'ForgotPassword', 'VerifyAttribute', 'Invitation']),
  /** For an invitation, the temporary password. */
  code: z.string(),
  subject: z.string(),
  text: z.string(),
});

export type SentMessage = Kept<z.infer<typeof sentMessage>>;

/** A private key, which is tried: text that is none would only be found out when somebody signs in. */
export const privateKey = z
  .record(z.string(), z.string())
  .refine((key) => isPrivateKey(key), 'it is not the JWK of a private key');

export type PrivateKey = Kept<z.infer<typeof privateKey>>;

/** All that the user pools remember; it holds secrets, so it belongs in a private file. */
export const userPoolTables = {
  /** By `sub`. */
  users: userRecord,
  /** By session ID. */
  sessions: sessionRecord,
  /** By number, oldest first. */
  messages: sentMessage,
  /** By user pool ID. */
  signingKeys: privateKey,
  /** `simulation` makes the answers about users that do not exist stable and unpredictable. */
  secrets: hexadecimal,
};

export type UserPoolState = Tables<typeof userPoolTables>;

export function emptyUserPoolState(): UserPoolState {
  return emptyTables(userPoolTables);
}

/** The key of the simulation, made when it is needed first. */
export function simulationKeyOf({ secrets }: UserPoolState): string {
  const known = secrets.get('simulation');
  if (known !== undefined) return known;
  const made = randomBytes(32).toString('hex');
  secrets.put('simulation', made);
  return made;
}

function isPrivateKey(jwk: Record<string, string>): boolean {
  try {
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    // OpenSSL takes numbers that do not belong together, and only what is signed with them shows it.
    const signature = sign('sha256', Buffer.from('probe'), key);
    return verify('sha256', Buffer.from('probe'), createPublicKey(key), signature);
  } catch {
    return false;
  }
}
