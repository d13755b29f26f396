import { providerOfIdentity } from '../../contract/cognito-identity.js';
import type { Verdict } from '../../contract/decision.js';
import type { Clock } from '../base/clock.js';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { partitionOfArn } from '../template/partition.js';
import { isCognitoKey } from './condition-keys.js';
import type { CredentialStore, Credentials } from './credentials.js';
import type { DecisionLog } from './decision-log.js';
import { coversAction, satisfiesConditions } from './evaluate.js';
import { boundedRole, createManagedPolicies, type ManagedPolicies } from './managed-policies.js';
import { type PolicyDocument, parsePolicyDocument, type Statement } from './policy-document.js';
import type { CognitoCaller, Principal } from './principal.js';
import type { RoleSettings } from './role-resources.js';
import { guestSessionPolicy } from './session-policy.js';

export interface RolesOptions {
  readonly roles: readonly RoleSettings[];
  /** @default those of AWS that are known here */
  readonly managedPolicies?: ManagedPolicies;
  readonly accountId: string;
  readonly credentials: CredentialStore;
  readonly decisions: DecisionLog;
  readonly clock: Clock;
  /** How long credentials of an identity pool live; AWS's default and most is an hour. */
  readonly lifetimeSeconds: number;
}

/** What an identity pool hands to STS: the claims of the token that it makes for the identity. */
export interface WebIdentity {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly claims: { readonly aud: string; readonly amr: readonly string[]; readonly sub: string };
  readonly identity: Omit<CognitoCaller, 'amr'>;
  /** Session tags, which the trust policy has to take with `sts:TagSession`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What is asked of STS itself, in the basic flow. */
  readonly session?: RequestedSession;
}

interface RequestedSession {
  readonly policy: PolicyDocument | undefined;
  readonly durationSeconds: number | undefined;
}

export interface Roles {
  /** @throws AwsError `AccessDenied` when the role's trust policy refuses, or there is no such role; for a session that is too long */
  assumeRoleWithWebIdentity(request: WebIdentity): Credentials & { readonly principal: Principal };
  /** For AWS's own services: `lambda.amazonaws.com` running a function. @throws AwsError `AccessDenied` */
  assumeRoleForService(roleArn: string, service: string, sessionName: string): Credentials;
  /** Who would act under this role, for a question that is put without a call. @throws AwsError `AccessDenied` */
  principal(roleArn: string, sessionName: string): Principal;
  /** A caller from before the template changed, with what the role may do now; undefined where there is no such role. */
  renewed(principal: Principal): Principal | undefined;
  /** Every role of the template. */
  readonly settings: readonly RoleSettings[];
  readonly managedPolicies: ManagedPolicies;
  /** Reads everything of a role before somebody assumes it. @throws UnsupportedError naming what cannot be judged */
  check(roleArn: string): void;
}

/** A role whose documents are read. */
interface ReadRole extends RoleSettings {
  readonly trust: PolicyDocument;
  readonly documents: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
  /** By session name: those of many users differ in their Cognito identity only. */
  readonly principals: Map<string, Principal>;
}

interface TrustRequest {
  readonly action: string;
  readonly kind: 'Federated' | 'Service';
  readonly principal: string;
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export function createRoles(options: RolesOptions): Roles {
  const { roles, accountId, credentials, decisions, clock, lifetimeSeconds } = options;
  const { managedPolicies = createManagedPolicies() } = options;
  // Each role's documents are read once, however often somebody assumes it.
  const read = new Map<string, ReadRole>();
  const find = (roleArn: string): ReadRole => {
    const known = read.get(roleArn);
    if (known !== undefined) return known;
    const role = roles.find((candidate) => candidate.roleArn === roleArn);
    if (role === undefined) throw accessDenied(`Role ${roleArn} is not in the template.`);
    const found = {
      ...role,
      trust: parseTrustPolicy(role),
      documents: parseRolePolicies(role, managedPolicies),
      boundary: parseBoundary(role, managedPolicies),
      principals: new Map(),
    };
    read.set(roleArn, found);
    return found;
  };
  const forGuests = guestSessionPolicy();

  const requireTrust = (role: ReadRole, request: TrustRequest, identityId?: string) => {
    const decision = evaluateTrust(role.trust, request);
    decisions.record({
      principal: request.principal,
      ...(identityId === undefined ? {} : { identityId }),
      action: request.action,
      resource: role.roleArn,
      allowed: decision.effect === 'Allow',
      layers: [{ kind: 'trust-policy', ...decision }],
    });
    if (decision.effect !== 'Allow') throw accessDenied(`Not authorized to perform ${request.action}`);
  };

  const newPrincipal = (role: ReadRole, sessionName: string): Principal => ({
    accountId,
    arn: `arn:${partitionOfArn(role.roleArn)}:sts::${accountId}:assumed-role/${role.roleName}/${sessionName}`,
    roleArn: role.roleArn,
    userId: `${role.roleId}:${sessionName}`,
    documents: role.documents,
    ...(role.boundary === undefined ? {} : { boundary: role.boundary }),
  });

  const principalOf = (role: ReadRole, sessionName: string): Principal => {
    const known = role.principals.get(sessionName);
    if (known !== undefined) return known;
    const principal = newPrincipal(role, sessionName);
    role.principals.set(sessionName, principal);
    return principal;
  };

  return {
    settings: roles,
    managedPolicies,
    principal: (roleArn, sessionName) => principalOf(find(roleArn), sessionName),
    check: (roleArn) => void find(roleArn),
    renewed({ boundary: _, ...principal }) {
      if (!roles.some(({ roleArn }) => roleArn === principal.roleArn)) return undefined;
      const { documents, boundary } = find(principal.roleArn);
      return { ...principal, documents, ...(boundary === undefined ? {} : { boundary }) };
    },
    assumeRoleWithWebIdentity({ roleArn, sessionName, claims, identity, tags = {}, session }) {
      const role = find(roleArn);
      const provider = providerOfIdentity(claims.sub);
      const context = new Map<string, readonly string[]>([
        [`${provider}:aud`, [claims.aud]],
        [`${provider}:amr`, claims.amr],
        [`${provider}:sub`, [claims.sub]],
        ['aws:currenttime', [new Date(clock.now()).toISOString()]],
      ]);
      for (const [key, value] of Object.entries(tags)) context.set(`aws:requesttag/${key.toLowerCase()}`, [value]);
      const isTagged = Object.keys(tags).length > 0;
      if (isTagged) context.set('aws:tagkeys', Object.keys(tags));
      const federation = { kind: 'Federated', principal: provider, context } as const;
      for (const action of ['sts:AssumeRoleWithWebIdentity', ...(isTagged ? ['sts:TagSession'] : [])]) {
        requireTrust(role, { action, ...federation }, claims.sub);
      }
      if (session?.durationSeconds !== undefined && session.durationSeconds > role.maxSessionSeconds) {
        const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
        throw new AwsError('ValidationError', message);
      }
      const isGuest = identity.authenticationType === 'unauthenticated';
      // What narrows guests is put on their credentials by Cognito, in the enhanced flow.
      const enhanced = isGuest ? forGuests : undefined;
      const sessionPolicy = session === undefined ? enhanced : session.policy;
      const principal: Principal = {
        // Names that callers choose would pile up.
        ...(session === undefined ? principalOf(role, sessionName) : newPrincipal(role, sessionName)),
        cognito: { ...identity, amr: claims.amr },
        ...(isTagged ? { tags } : {}),
        ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
      };
      return { ...credentials.issue(principal, session?.durationSeconds ?? lifetimeSeconds), principal };
    },
    assumeRoleForService(roleArn, service, sessionName) {
      const role = find(roleArn);
      requireTrust(role, { action: 'sts:AssumeRole', kind: 'Service', principal: service, context: new Map() });
      // A running function's credentials are renewed by Lambda; these outlive any one start of the sandbox.
      return credentials.issueTo(`${roleArn}/${sessionName}`, principalOf(role, sessionName), 365 * 24 * 3600);
    },
  };
}

/** Keys that `requireTrust` is asked with. A condition on another would never hold, also where it denies on AWS. */
const TRUST_KEYS = /^aws:(currenttime|requesttag\/.+|tagkeys)$/;

function parseTrustPolicy({ roleName, trustPolicy }: RoleSettings): PolicyDocument {
  const document = parsePolicyDocument(`trust policy of role ${roleName}`, trustPolicy);
  for (const { id, conditions } of document.statements) {
    const unknown = conditions.find(({ key }) => !TRUST_KEYS.test(key) && !isCognitoKey(key));
    if (unknown === undefined) continue;
    throw new UnsupportedError(`the condition key ${unknown.key} in ${document.name}, statement ${id}`);
  }
  return document;
}

function parseRolePolicies(role: RoleSettings, managed: ManagedPolicies): PolicyDocument[] {
  const named = (policy: string) => `policy ${policy} of role ${role.roleName}`;
  return [
    ...role.policies.map(({ name, document }) => parsePolicyDocument(named(name), document)),
    ...role.managedPolicyArns.map((arn) =>
      parsePolicyDocument(named(arn), managed.document(arn, ` of role ${role.roleName}`)),
    ),
  ];
}

function parseBoundary({ roleName, boundaryArn }: RoleSettings, managed: ManagedPolicies): PolicyDocument | undefined {
  if (boundaryArn === undefined) return undefined;
  const document = managed.document(boundaryArn, boundedRole(roleName));
  return parsePolicyDocument(`permissions boundary ${boundaryArn} of role ${roleName}`, document);
}

function evaluateTrust(document: PolicyDocument, trustRequest: TrustRequest): Verdict {
  const request = { action: trustRequest.action, resource: '', context: trustRequest.context };
  const speaking = document.statements.filter(
    (statement) =>
      speaksOf(statement, trustRequest) && coversAction(statement, request) && satisfiesConditions(statement, request),
  );
  const decisive = speaking.find(({ effect }) => effect === 'Deny') ?? speaking[0];
  if (decisive === undefined) return { effect: 'ImplicitDeny' };
  const effect = decisive.effect === 'Deny' ? 'ExplicitDeny' : 'Allow';
  return { effect, document: document.name, statement: decisive.id };
}

/**
 * An Allow has to name the service or the federation, and Cognito's with the identity pool that may use it: IAM takes
 * no other trust policy for Cognito. A Deny may speak of everybody.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools-security-best-practices.html
 */
function speaksOf({ effect, principals, conditions }: Statement, { kind, principal }: TrustRequest): boolean {
  const named = principals[kind] ?? [];
  if (effect === 'Deny') return [...named, ...(principals.AWS ?? [])].some((one) => one === principal || one === '*');
  const forOnePool = conditions.some(({ key }) => key === `${principal}:aud`);
  return named.includes(principal) && (kind === 'Service' || forOnePool);
}

function accessDenied(message: string): AwsError {
  return new AwsError('AccessDenied', message, 403);
}
