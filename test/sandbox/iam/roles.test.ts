import { createCredentialStore } from '../../../sandbox/iam/credentials.js';
import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';
import { createRoles } from '../../../sandbox/iam/roles.js';
import { stoppedClock } from '../cognito/stopped-clock.js';
import { statement } from './policies.js';

const pool = 'us-east-1:11111111-2222-4333-a444-555555555555';
const identityId = 'us-east-1:0f0e0d0c-0b0a-4909-8807-060504030201';
const roleArn = 'arn:aws:iam::111122223333:role/App';
const aud = { 'cognito-identity.amazonaws.com:aud': pool };
const amr = { 'cognito-identity.amazonaws.com:amr': 'authenticated' };

const DEVELOPER = ['authenticated', 'login.my.app', 'login.my.app:a:b'];
const ofUserPool = {
  Condition: {
    StringEquals: aud,
    'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'cognito-idp' },
    'ForAllValues:StringNotEquals': { 'cognito-identity.amazonaws.com:amr': 'login.my.app' },
  },
};

function trust(elements: object = {}): object {
  return {
    Effect: 'Allow',
    Principal: { Federated: 'cognito-identity.amazonaws.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: aud, 'ForAnyValue:StringLike': amr },
    ...elements,
  };
}

function newRoles(statements: readonly object[], policies: readonly object[] = [statement()]) {
  const clock = stoppedClock();
  const credentials = createCredentialStore(clock);
  const decisions = createDecisionLog(clock.now);
  const role = {
    roleArn,
    roleName: 'App',
    roleId: 'AROAEXAMPLE',
    trustPolicy: { Version: '2012-10-17', Statement: statements },
    policies: [{ name: 'Own', document: { Version: '2012-10-17', Statement: policies } }],
    managedPolicyArns: [],
    maxSessionSeconds: 3600,
    path: '/',
  };
  const options = { roles: [role], accountId: '111122223333', credentials, decisions, clock, lifetimeSeconds: 900 };
  return { roles: createRoles(options), credentials, decisions, clock };
}

function assume({ roles }: ReturnType<typeof newRoles>, claims = {}, arn = roleArn) {
  return roles.assumeRoleWithWebIdentity({
    roleArn: arn,
    sessionName: 'CognitoIdentityCredentials',
    claims: { aud: pool, amr: ['authenticated', 'cognito-idp'], sub: identityId, ...claims },
    identity: {
      identityId,
      identityPoolId: pool,
      authenticationType: 'authenticated',
      authenticationProvider: 'cognito-idp',
    },
  });
}

describe('assuming a role with a web identity', () => {
  it('reads the policies of the role once, however often it is assumed', () => {
    const place = newRoles([trust()]);
    const [one, other] = [assume(place), assume(place)].map(({ accessKeyId }) => place.credentials.find(accessKeyId));
    expect(one?.principal.documents).toHaveLength(1);
    expect(one?.principal.documents).toBe(other?.principal.documents);
  });

  it('issues credentials of that role and identity for the time that was set', () => {
    const place = newRoles([trust(ofUserPool)]);
    const { accessKeyId, expiration } = assume(place);
    expect(accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(expiration).toBe(place.clock.now() + 900_000);
    expect(place.credentials.find(accessKeyId)?.principal).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/App/CognitoIdentityCredentials',
      roleArn,
      userId: 'AROAEXAMPLE:CognitoIdentityCredentials',
      cognito: { identityId, identityPoolId: pool, amr: ['authenticated', 'cognito-idp'] },
    });
  });

  it.each([
    { title: 'another pool', statements: [trust()], claims: { aud: 'us-east-1:other' } },
    { title: 'a guest', statements: [trust()], claims: { amr: ['unauthenticated'] } },
    { title: 'a trust in another provider', statements: [trust({ Principal: { Federated: 'accounts.google.com' } })] },
    { title: 'a trust in everybody, which IAM does not take for Cognito', statements: [trust({ Principal: '*' })] },
    { title: 'a trust for another action', statements: [trust({ Action: 'sts:AssumeRole' })] },
    {
      title: 'a trust in users of one provider, and another',
      statements: [trust(ofUserPool)],
      claims: { amr: DEVELOPER },
    },
    {
      title: "a trust in users of one provider, and a developer's token that names it, too",
      statements: [trust(ofUserPool)],
      claims: { amr: ['cognito-idp', ...DEVELOPER] },
    },
    {
      title: 'a trust of any pool, which IAM refuses to create',
      statements: [trust({ Condition: { 'ForAnyValue:StringLike': amr } })],
    },
    { title: 'a trust without conditions', statements: [trust({ Condition: undefined })] },
    { title: 'a Deny of the provider', statements: [trust(), trust({ Effect: 'Deny', Condition: undefined })] },
    {
      title: 'a Deny of everybody',
      statements: [trust(), trust({ Effect: 'Deny', Principal: '*', Condition: undefined })],
    },
    {
      title: 'a Deny of every federation',
      statements: [trust(), trust({ Effect: 'Deny', Principal: { Federated: '*' } })],
    },
  ])('is refused for $title', ({ statements, claims = {} }) => {
    const place = newRoles(statements);
    expect(() => assume(place, claims)).toThrow(expect.objectContaining({ code: 'AccessDenied', status: 403 }));
    expect(place.decisions.entries().at(-1)).toMatchObject({ allowed: false, identityId });
  });

  it.each([
    { Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } },
    { Condition: { StringEquals: aud, NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } },
  ])('is refused by name where the trust asks for what nobody is asked: %j', (elements) => {
    const place = newRoles([trust(), trust(elements)]);
    expect(() => assume(place)).toThrow(/condition key aws:sourceip in trust policy of role App, statement #2/);
  });

  it('is refused for a role that the template does not have', () => {
    expect(() => assume(newRoles([trust()]), {}, 'arn:aws:iam::111122223333:role/Other')).toThrow(
      /not in the template/,
    );
  });

  it('is refused by name when a policy of the role cannot be judged', () => {
    const place = newRoles([trust()], [statement({ Condition: { StringFoo: { 'iot:ClientId': 'a' } } })]);
    expect(() => assume(place)).toThrow(/condition operator StringFoo in policy Own of role App, statement #1/);
    expect(() => place.roles.check(roleArn)).toThrow(/condition operator StringFoo/);
  });
});

describe('a service assuming a role', () => {
  const service = trust({
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: undefined,
  });

  it('gets credentials if the role trusts it', () => {
    const { roles } = newRoles([service]);
    expect(roles.assumeRoleForService(roleArn, 'lambda.amazonaws.com', 'Function').accessKeyId).toMatch(/^ASIA/);
  });

  it('is refused if the role trusts another', () => {
    const { roles } = newRoles([service]);
    expect(() => roles.assumeRoleForService(roleArn, 'ec2.amazonaws.com', 'i-1')).toThrow('Not authorized');
  });
});
