import type { Clock } from '../clock.js';
import { AwsError } from '../errors.js';
import type { RoleSettings } from '../template/role-resources.js';
import type { CredentialStore, Credentials } from './credentials.js';
import type { DecisionLog } from './decision-log.js';
import { coversAction, type Decision, satisfiesConditions } from './evaluate.js';
import { managedPolicy } from './managed-policies.js';
import { type PolicyDocument, parsePolicyDocument } from './policy-document.js';
import type { CognitoCaller, Principal } from './principal.js';

export interface RolesOptions {
  readonly roles: readonly RoleSettings[];
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
  readonly identity: CognitoCaller;
}

export interface Roles {
  /** @throws AwsError `AccessDenied` when the role's trust policy refuses, or there is no such role */
  assumeRoleWithWebIdentity(request: WebIdentity): Credentials;
  /** For AWS's own services: `lambda.amazonaws.com` running a function. @throws AwsError `AccessDenied` */
  assumeRoleForService(roleArn: string, service: string, sessionName: string): Credentials;
  /** Who would act under this role, for a question that is put without a call. @throws AwsError `AccessDenied` */
  principal(roleArn: string, sessionName: string): Principal;
}

interface TrustRequest {
  readonly action: string;
  readonly kind: 'Federated' | 'Service';
  readonly principal: string;
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export function createRoles({ roles, accountId, credentials, decisions, clock, lifetimeSeconds }: RolesOptions): Roles {
  const find = (roleArn: string) => {
    const role = roles.find((candidate) => candidate.roleArn === roleArn);
    if (role === undefined) throw accessDenied(`Role ${roleArn} is not in the template.`);
    return role;
  };

  const requireTrust = (role: RoleSettings, request: TrustRequest, identityId?: string) => {
    const document = parsePolicyDocument(`trust policy of role ${role.roleName}`, role.trustPolicy);
    const decision = evaluateTrust(document, request);
    decisions.record({
      principal: request.principal,
      ...(identityId === undefined ? {} : { identityId }),
      action: request.action,
      resource: role.roleArn,
      allowed: decision.effect === 'Allow',
      layers: [{ layer: 'trust policy', ...decision }],
    });
    if (decision.effect !== 'Allow') throw accessDenied(`Not authorized to perform ${request.action}`);
  };

  const principalOf = (role: RoleSettings, sessionName: string, cognito?: CognitoCaller): Principal => ({
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role.roleName}/${sessionName}`,
    userId: `${role.roleId}:${sessionName}`,
    documents: parseRolePolicies(role),
    ...(cognito === undefined ? {} : { cognito }),
  });

  return {
    principal: (roleArn, sessionName) => principalOf(find(roleArn), sessionName),
    assumeRoleWithWebIdentity({ roleArn, sessionName, claims, identity }) {
      const role = find(roleArn);
      const context = new Map<string, readonly string[]>([
        ['cognito-identity.amazonaws.com:aud', [claims.aud]],
        ['cognito-identity.amazonaws.com:amr', claims.amr],
        ['cognito-identity.amazonaws.com:sub', [claims.sub]],
        ['aws:currenttime', [new Date(clock.now()).toISOString()]],
      ]);
      const action = 'sts:AssumeRoleWithWebIdentity';
      requireTrust(
        role,
        { action, kind: 'Federated', principal: 'cognito-identity.amazonaws.com', context },
        claims.sub,
      );
      return credentials.issue(principalOf(role, sessionName, identity), lifetimeSeconds);
    },
    assumeRoleForService(roleArn, service, sessionName) {
      const role = find(roleArn);
      requireTrust(role, { action: 'sts:AssumeRole', kind: 'Service', principal: service, context: new Map() });
      // A running function's credentials are renewed by Lambda; these outlive any one start of the sandbox.
      return credentials.issue(principalOf(role, sessionName), 365 * 24 * 3600);
    },
  };
}

function parseRolePolicies(role: RoleSettings): PolicyDocument[] {
  const named = (policy: string) => `policy ${policy} of role ${role.roleName}`;
  return [
    ...role.policies.map(({ name, document }) => parsePolicyDocument(named(name), document)),
    ...role.managedPolicyArns.map((arn) => parsePolicyDocument(named(arn), managedPolicy(arn))),
  ];
}

function evaluateTrust(document: PolicyDocument, { action, kind, principal, context }: TrustRequest): Decision {
  const request = { action, resource: '', context };
  const speaking = document.statements.filter(
    (statement) =>
      // A bare `*` principal names no federation: IAM refuses such a trust policy for Cognito.
      statement.principals[kind]?.includes(principal) &&
      coversAction(statement, request) &&
      satisfiesConditions(statement, request),
  );
  const decisive = speaking.find(({ effect }) => effect === 'Deny') ?? speaking[0];
  if (decisive === undefined) return { effect: 'ImplicitDeny' };
  const effect = decisive.effect === 'Deny' ? 'ExplicitDeny' : 'Allow';
  return { effect, document: document.name, statement: decisive.id };
}

function accessDenied(message: string): AwsError {
  return new AwsError('AccessDenied', message, 403);
}
