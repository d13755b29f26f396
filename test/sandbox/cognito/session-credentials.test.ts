import { createRequireIam } from '../../../sandbox/iam/authorize.js';
import { createCredentialStore } from '../../../sandbox/iam/credentials.js';
import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';
import { createRoles } from '../../../sandbox/iam/roles.js';
import { createAuthorizeDataPlane } from '../../../sandbox/iot/data-plane.js';
import { policyAttachmentsOf } from '../../support/policy-attachments.js';
import { identityPoolId } from './place.js';
import { stoppedClock } from './stopped-clock.js';

const identityId = 'eu-west-1:0f0e0d0c-0b0a-4909-8807-060504030201';
const roleArn = 'arn:aws:iam::111122223333:role/App';
const allow = (Action: string | string[], Resource = '*', more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const tenantTopic = 'arn:aws:iot:eu-west-1:111122223333:topic/tenants/$' + '{aws:PrincipalTag/tenant}/*';
const topic = (tenant: string) => `arn:aws:iot:eu-west-1:111122223333:topic/tenants/${tenant}/a`;

interface Assumed {
  readonly policy: object;
  readonly kind?: 'authenticated' | 'unauthenticated';
  readonly tags?: Record<string, string>;
  readonly trusts?: string[];
  readonly trustCondition?: object;
}

/** Credentials of a role with this policy, as the identity pool gets them, and who asks IAM with them. */
function assumed({ policy, kind = 'authenticated', tags, trusts, trustCondition = {} }: Assumed) {
  const clock = stoppedClock();
  const store = createCredentialStore(clock);
  const decisions = createDecisionLog(clock.now);
  const statement = (Action: string, condition: object) => ({
    Effect: 'Allow',
    Principal: { Federated: 'cognito-identity.amazonaws.com' },
    Action,
    Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId, ...condition } },
  });
  const actions = trusts ?? ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'];
  const roles = createRoles({
    roles: [
      {
        roleArn,
        roleName: 'App',
        roleId: 'AROAEXAMPLE',
        trustPolicy: {
          Version: '2012-10-17',
          Statement: actions.map((action) => statement(action, action === 'sts:TagSession' ? trustCondition : {})),
        },
        policies: [{ name: 'Own', document: policy }],
        managedPolicyArns: [],
        maxSessionSeconds: 3600,
        path: '/',
      },
    ],
    accountId: '111122223333',
    credentials: store,
    decisions,
    clock,
    lifetimeSeconds: 900,
  });
  const { accessKeyId } = roles.assumeRoleWithWebIdentity({
    roleArn,
    sessionName: 'CognitoIdentityCredentials',
    claims: { aud: identityPoolId, amr: [kind], sub: identityId },
    identity: { identityId, identityPoolId, authenticationType: kind, authenticationProvider: '' },
    ...(tags === undefined ? {} : { tags }),
  });
  const principal = store.find(accessKeyId)?.principal;
  if (principal === undefined) throw new Error('no credentials were issued');
  const requireIam = createRequireIam(decisions, clock.now);
  return {
    principal,
    clock,
    decisions,
    ask:
      (action: string, resource = 'arn:aws:x:::y') =>
      () =>
        requireIam(principal, { action, resource }),
  };
}

describe('credentials of a guest', () => {
  const policy = allow(['ec2:RunInstances', 'iot:Publish', 'execute-api:Invoke']);

  it('may do what the role and the session policy for guests allow', () => {
    const { ask } = assumed({ policy, kind: 'unauthenticated' });
    expect(ask('iot:Publish')).not.toThrow();
    expect(ask('execute-api:Invoke')).not.toThrow();
  });

  it('may not do what the session policy does not allow, whatever the role says', () => {
    expect(assumed({ policy, kind: 'unauthenticated' }).ask('ec2:RunInstances')).toThrow(
      'because no session policy allows the ec2:RunInstances action',
    );
    expect(assumed({ policy }).ask('ec2:RunInstances')).not.toThrow();
  });

  it('may not do what the role does not allow', () => {
    expect(assumed({ policy, kind: 'unauthenticated' }).ask('iot:Connect')).toThrow('no identity-based policy');
  });
});

describe('session tags', () => {
  const tags = { tenant: 'acme' };

  it('fill the variables and conditions of the role', () => {
    const { ask } = assumed({ policy: allow('iot:Publish', tenantTopic), tags });
    expect(ask('iot:Publish', topic('acme'))).not.toThrow();
    expect(ask('iot:Publish', topic('globex'))).toThrow();
    const conditional = allow('iot:Publish', '*', {
      Condition: { StringEquals: { 'aws:PrincipalTag/Tenant': 'acme' } },
    });
    expect(assumed({ policy: conditional, tags }).ask('iot:Publish')).not.toThrow();
    expect(assumed({ policy: conditional, tags: { tenant: 'globex' } }).ask('iot:Publish')).toThrow();
    expect(assumed({ policy: conditional }).ask('iot:Publish')).toThrow();
  });

  it('need sts:TagSession in the trust policy, which may narrow them', () => {
    const policy = allow('iot:Publish');
    const only = ['sts:AssumeRoleWithWebIdentity'];
    const denied = expect.objectContaining({
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:TagSession',
    });
    expect(() => assumed({ policy, tags, trusts: only })).toThrow(denied);
    expect(() => assumed({ policy, trusts: only })).not.toThrow();
    const trustCondition = { 'aws:RequestTag/tenant': 'acme' };
    expect(() => assumed({ policy, tags, trustCondition })).not.toThrow();
    expect(() => assumed({ policy, tags: { tenant: 'globex' }, trustCondition })).toThrow(denied);
  });

  it('are not seen by IoT policies: one that asks for them allows nothing', () => {
    const { principal, clock, decisions } = assumed({ policy: allow('iot:Publish'), tags });
    const policy = { policyName: 'Tenant', document: allow('iot:Publish', tenantTopic) };
    const attachments = policyAttachmentsOf(policy, { clock, region: 'eu-west-1' });
    attachments.attach('Tenant', identityId);
    const things = { isAttached: () => false };
    const authorize = createAuthorizeDataPlane({ attachments, things, decisions, clock });
    const request = { action: 'iot:Publish', resource: topic('acme'), clientId: 'x', sourceIp: undefined };
    expect(authorize(principal, request)).toMatchObject({
      allowed: false,
      layers: [{ kind: 'iam-role', effect: 'Allow' }, { effect: 'ImplicitDeny' }],
    });
  });
});
