import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { USER_ADMIN } from '../resources/cognito-properties.js';
import type { GroupClaims } from '../user-pool/group-claims.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type ClientMetadata, eventAttributes, withMetadata } from './event-request.js';
import type { Triggers } from './triggers.js';

export type TokenSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_HostedAuth'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens';

export interface TokenEvent {
  readonly source: TokenSource;
  readonly user: UserRecord;
  readonly clientId: string;
  readonly groups: GroupClaims;
  readonly scopes: readonly string[];
  readonly clientMetadata: ClientMetadata;
}

/** What the function makes of the tokens; each of the two gives the claims as they are to be signed. */
export interface TokenChanges {
  readonly groups: GroupClaims;
  readonly idClaims: (claims: JWTPayload) => JWTPayload;
  readonly accessClaims: (claims: JWTPayload) => JWTPayload;
}

const names = z.array(z.string()).nullish();
const groupOverride = z
  .strictObject({ groupsToOverride: names, iamRolesToOverride: names, preferredRole: z.string().nullish() })
  .nullish();
const claimsV1 = { claimsToAddOrOverride: z.record(z.string(), z.string()).nullish(), claimsToSuppress: names };
const claimsV2 = { claimsToAddOrOverride: z.record(z.string(), z.json()).nullish(), claimsToSuppress: names };

const answerV1 = z.strictObject({
  claimsOverrideDetails: z.strictObject({ ...claimsV1, groupOverrideDetails: groupOverride }).nullish(),
});
const scope = z.array(z.string().regex(/^\S+$/)).nullish();
const answerV2 = z.strictObject({
  claimsAndScopeOverrideDetails: z
    .strictObject({
      idTokenGeneration: z.strictObject(claimsV2).nullish(),
      accessTokenGeneration: z.strictObject({ ...claimsV2, scopesToAdd: scope, scopesToSuppress: scope }).nullish(),
      groupOverrideDetails: groupOverride,
    })
    .nullish(),
});

type ClaimChanges = z.infer<z.ZodObject<typeof claimsV2>> | null | undefined;
interface ScopeChanges {
  readonly scopesToAdd?: string[] | null | undefined;
  readonly scopesToSuppress?: string[] | null | undefined;
}

/**
 * Claims that stay as they are, in both tokens; so does every other one that begins with `cognito:`, which a group
 * override alone can change.
 */
const FIXED: ReadonlySet<string> = new Set(
  (
    'acr amr at_hash aud auth_time azp client_id device_key event_id exp iat identities iss jti nbf nonce origin_jti ' +
    'scope sub token_use username version'
  ).split(' '),
);
const GROUP_CLAIMS: ReadonlySet<string> = new Set(['cognito:groups', 'cognito:roles', 'cognito:preferred_role']);

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html */
export async function preTokenGeneration(triggers: Triggers, event: TokenEvent): Promise<TokenChanges> {
  const unchanged = (claims: JWTPayload) => claims;
  if (!triggers.has('PreTokenGeneration')) {
    return { groups: event.groups, idClaims: unchanged, accessClaims: unchanged };
  }
  const { groups, ofId, ofAccess } = await changesOf(triggers, event);
  return {
    groups: groups === undefined ? event.groups : overridden(groups),
    idClaims: (claims) => changed(claims, ofId),
    accessClaims: (claims) => withScopes(changed(claims, ofAccess, event.clientId), ofAccess ?? {}),
  };
}

async function changesOf(triggers: Triggers, { source, user, clientId, groups, scopes, clientMetadata }: TokenEvent) {
  const { userName } = user;
  const common = {
    userAttributes: eventAttributes(user),
    groupConfiguration: {
      groupsToOverride: groups['cognito:groups'] ?? [],
      iamRolesToOverride: groups['cognito:roles'] ?? [],
      preferredRole: groups['cognito:preferred_role'] ?? null,
    },
    ...withMetadata(clientMetadata),
  };
  if (triggers.settings.preTokenGenerationVersion === 'V1_0') {
    const answer = await triggers.run('PreTokenGeneration', {
      source,
      userName,
      clientId,
      request: common,
      response: { claimsOverrideDetails: null },
      answer: answerV1,
    });
    const details = answer?.claimsOverrideDetails;
    return { groups: details?.groupOverrideDetails, ofId: details, ofAccess: undefined };
  }
  const answer = await triggers.run('PreTokenGeneration', {
    source,
    userName,
    clientId,
    version: '2',
    request: { ...common, scopes },
    response: { claimsAndScopeOverrideDetails: null },
    answer: answerV2,
  });
  const details = answer?.claimsAndScopeOverrideDetails;
  return {
    groups: details?.groupOverrideDetails,
    ofId: details?.idTokenGeneration,
    ofAccess: details?.accessTokenGeneration,
  };
}

/** "If you provide an empty or null object in the response, then the groups are suppressed." */
function overridden(given: z.infer<typeof groupOverride>): GroupClaims {
  const { groupsToOverride, iamRolesToOverride, preferredRole } = given ?? {};
  return {
    ...(groupsToOverride?.length ? { 'cognito:groups': groupsToOverride } : {}),
    ...(iamRolesToOverride?.length ? { 'cognito:roles': iamRolesToOverride } : {}),
    ...(preferredRole ? { 'cognito:preferred_role': preferredRole } : {}),
  };
}

/** @param audience the one `aud` that an access token may be given */
function changed(claims: JWTPayload, changes: ClaimChanges, audience?: string): JWTPayload {
  const mayAdd = ([name, value]: [string, unknown]) =>
    (!FIXED.has(name) && !name.startsWith('cognito:') && !name.startsWith('dev:')) ||
    (name === 'aud' && audience !== undefined && value === audience);
  const added = Object.entries(changes?.claimsToAddOrOverride ?? {}).filter(mayAdd);
  const suppressed = (changes?.claimsToSuppress ?? []).filter(
    (name) => !FIXED.has(name) && (!name.startsWith('cognito:') || GROUP_CLAIMS.has(name)),
  );
  // "If a value is both suppressed and replaced, then it will be suppressed."
  const all = Object.entries({ ...claims, ...Object.fromEntries(added) });
  return Object.fromEntries(all.filter(([name]) => !suppressed.includes(name)));
}

function withScopes(claims: JWTPayload, { scopesToAdd, scopesToSuppress }: ScopeChanges): JWTPayload {
  // That scope opens the user pool's own operations: no function gives it to an app that did not get it by signing in.
  const added = (scopesToAdd ?? []).filter((name) => name !== USER_ADMIN);
  const before = String(claims.scope).split(' ');
  const scopes = [...new Set([...before, ...added])].filter((name) => !scopesToSuppress?.includes(name));
  return { ...claims, scope: scopes.join(' ') };
}
