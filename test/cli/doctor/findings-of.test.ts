import type { Facts } from '../../../cli/doctor/facts.js';
import { type Fault, faults } from '../../../cli/doctor/faults.js';
import { findingsOf } from '../../../cli/doctor/findings-of.js';

const region = 'us-east-1';
const pool = `${region}:11111111-1111-4111-8111-111111111111`;
const identityId = `${region}:22222222-2222-4222-8222-222222222222`;
const userPoolId = `${region}_abc`;
const login = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
const now = Date.parse('2026-12-01T00:00:00Z');
const host = 'abc-ats.iot.us-east-1.amazonaws.com';
const cognito = 'cognito-identity.amazonaws.com';
const answer = {
  status: 403,
  date: now,
  at: now,
  errorType: 'MissingAuthenticationTokenException',
  allowedOrigin: 'https://app.example.com',
};
const user = { userName: 'ada', sub: 's', enabled: true, status: 'CONFIRMED', passwordUntil: undefined, groups: [] };
const identity = { identityId, logins: [login], recorded: undefined };
const takes = {
  takesUserPool: true,
  providers: [login],
  authenticatedRole: 'arn:aws:iam::111122223333:role/Users',
  guestRole: undefined,
  mapping: undefined,
  deniesOthers: false,
};
const trust = (aud: string, amr: string) => ({
  Statement: [
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Principal: { Federated: cognito },
      Condition: {
        StringEquals: { [`${cognito}:aud`]: aud },
        'ForAnyValue:StringLike': { [`${cognito}:amr`]: amr },
      },
    },
  ],
});
const role = {
  arn: takes.authenticatedRole,
  group: undefined,
  exists: true,
  trust: trust(pool, 'authenticated'),
  boundary: undefined,
};
const allowed = { action: 'Connect', resource: 'arn:client', effect: 'allow' } as const;
const refused = { ...allowed, effect: 'implicitDeny' } as const;
const attachFunction = { name: 'f', state: 'Active', reserved: undefined, failure: undefined };

/** Of a user with whom all is well. */
const well: Facts = {
  asked: { user: 'ada', retain: false, origin: 'https://app.example.com' },
  outputs: {
    Region: region,
    UserPoolId: userPoolId,
    UserPoolClientId: 'client',
    IdentityPoolId: pool,
    AttachPolicyUrl: 'https://api.execute-api.us-east-1.amazonaws.com/v1/attach-policy',
    IotEndpoint: host,
    IotPolicyName: 'shared',
    RevokedPolicyName: 'revoked',
  },
  isSandbox: false,
  now,
  endpoint: { known: host },
  gateway: answer,
  api: answer,
  stage: { known: true },
  attachFunction: { known: attachFunction },
  revocation: { known: undefined },
  user: { known: user },
  identity: { known: identity },
  pool: { known: takes },
  role: { known: role },
  attached: { known: ['shared'] },
  byRole: { known: [allowed] },
  byIotPolicies: { known: [allowed] },
  connection: { known: undefined },
};

const outputs = (changed: Partial<Facts['outputs']>): Partial<Facts> => ({ outputs: { ...well.outputs, ...changed } });
const ofUser = (changed: object): Partial<Facts> => ({ user: { known: { ...user, ...changed } } });
const byRole = (changed: object): Partial<Facts> => ({ byRole: { known: [{ ...refused, ...changed }] } });
const byIot = (changed: object): Partial<Facts> => ({ byIotPolicies: { known: [{ ...refused, ...changed }] } });
const foreign = { asked: { ...well.asked, clientId: pool } };

/** What is otherwise in each. */
const otherwise: Readonly<Record<Fault, Partial<Facts>>> = {
  OutputsIncomplete: outputs({ UserPoolId: '' }),
  EndpointOfOtherRegion: outputs({ IotEndpoint: 'abc-ats.iot.eu-west-1.amazonaws.com' }),
  EndpointNotAts: outputs({ IotEndpoint: 'abc.iot.us-east-1.amazonaws.com' }),
  EndpointOfOtherAccount: outputs({ IotEndpoint: 'xyz-ats.iot.us-east-1.amazonaws.com' }),
  EndpointUnreachable: { gateway: { error: 'ENOTFOUND' } },
  ClockWrong: { api: { ...answer, at: now + 301_000 } },
  ApiUnreachable: { api: { error: 'ENOTFOUND' } },
  StageGone: { stage: { unknown: 'no right' }, api: { ...answer, errorType: 'ForbiddenException' } },
  CorsMissing: { api: { ...answer, allowedOrigin: 'https://other.example.com' } },
  FunctionThrottled: { attachFunction: { known: { ...attachFunction, reserved: 0 } } },
  FunctionBroken: { attachFunction: { known: { ...attachFunction, state: 'Failed: no role' } } },
  Revoked: { revocation: { known: { revokedAt: '2026-12-01', reason: 'lost phone' } }, ...ofUser({ enabled: false }) },
  UserUnknown: { user: { known: undefined }, identity: undefined },
  UserDisabled: ofUser({ enabled: false }),
  UserUnconfirmed: ofUser({ status: 'UNCONFIRMED' }),
  TemporaryPasswordExpired: ofUser({ status: 'FORCE_CHANGE_PASSWORD', passwordUntil: now }),
  TemporaryPassword: ofUser({ status: 'FORCE_CHANGE_PASSWORD', passwordUntil: now + 1 }),
  PasswordResetRequired: ofUser({ status: 'RESET_REQUIRED' }),
  NeverCame: { identity: { known: undefined }, role: undefined, attached: undefined },
  IdentityUnknown: { identity: { known: undefined }, asked: { identity: identityId, retain: false }, role: undefined },
  Guest: { identity: { known: { ...identity, logins: [] } } },
  ForeignPool: {
    identity: { known: { ...identity, logins: ['cognito-idp.us-east-1.amazonaws.com/us-east-1_other'] } },
  },
  PoolWithoutRole: { pool: { known: { ...takes, authenticatedRole: undefined } } },
  ProviderMissing: { pool: { known: { ...takes, takesUserPool: false } } },
  RoleGone: { role: { known: { ...role, exists: false, trust: null } } },
  TrustRefuses: { role: { known: { ...role, trust: trust(identityId, 'authenticated') } } },
  GroupChanged: {
    pool: { known: { ...takes, mapping: 'groups' } },
    identity: {
      known: {
        ...identity,
        recorded: { identityPoolId: pool, roleName: 'Operators', lastPost: new Date(now), left: false },
      },
    },
  },
  PolicyLimitReached: { attached: { known: Array.from({ length: 10 }, (_, index) => `p${index}`) } },
  PolicyNotAttached: { attached: { known: ['p0'] } },
  BoundaryForbids: byRole({ boundaryForbids: true }),
  ClientIdForeign: { ...byRole({}), ...foreign },
  ClientIdNotAllowed: byRole({}),
  PublishNotInRole: byRole({ action: 'Publish' }),
  RetainNotInRole: byRole({ action: 'RetainPublish' }),
  FilterNotInRole: byRole({ action: 'Subscribe' }),
  ReceiveNotInRole: byRole({ action: 'Receive' }),
  ApiNotInRole: byRole({ action: 'Invoke' }),
  DeniedByRole: byRole({ effect: 'explicitDeny' }),
  ClientIdNotInIotPolicy: byIot({}),
  PublishNotInIotPolicy: byIot({ action: 'Publish' }),
  FilterNotInIotPolicy: byIot({ action: 'Subscribe' }),
  ReceiveNotInIotPolicy: byIot({ action: 'Receive' }),
  DeniedByIotPolicy: byIot({ effect: 'explicitDeny', denying: ['quiet'] }),
};

const faultsOf = (facts: Facts) => findingsOf(facts).flatMap(({ fault }) => fault ?? []);

it('finds nothing wrong where all is well', () => {
  const findings = findingsOf(well);
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(findings.length).toBeGreaterThan(13);
});

it.each(Object.keys(faults) as Fault[])('%s is found first where that alone is otherwise', (fault) => {
  expect(faultsOf({ ...well, ...otherwise[fault] })[0]).toBe(fault);
});

it.each<[string, Partial<Facts>]>([
  ['a client ID of somebody else, where the role allows any', { ...byIot({}), ...foreign }],
])('%s is ClientIdForeign', (_, changed) => {
  expect(faultsOf({ ...well, ...changed })).toEqual(['ClientIdForeign']);
});

it.each<[string, Partial<Facts>]>([
  [
    'a guest where guests are let in',
    { identity: { known: { ...identity, logins: [] } }, pool: guests(), role: bare() },
  ],
  ['the clock of a sandbox, which was moved', { api: { ...answer, at: now + 86_400_000 }, isSandbox: true }],
  ['rights that rest on tags of the user', byRole({ missing: ['aws:PrincipalTag/tenant'] })],
  ['groups where no POST has told the role', { pool: { known: { ...takes, mapping: 'groups' } } }],
])('%s is no fault', (_, changed) => {
  expect(faultsOf({ ...well, ...changed })).toEqual([]);
});

it('what is not known is told as unknown, and is no fault', () => {
  const unknown = { unknown: 'you have no right to ask: allow yourself iam:GetRole' };
  const findings = findingsOf({ ...well, role: unknown, byRole: unknown });
  expect(findings.filter(({ state }) => state === 'unknown')).toEqual([
    { check: 'role', state: 'unknown', text: unknown.unknown },
    { check: 'role-rights', state: 'unknown', text: unknown.unknown },
  ]);
});

function guests(): Facts['pool'] {
  return { known: { ...takes, guestRole: 'arn:aws:iam::111122223333:role/Guests' } };
}

function bare(): Facts['role'] {
  return { known: { ...role, trust: trust(pool, 'unauthenticated') } };
}
