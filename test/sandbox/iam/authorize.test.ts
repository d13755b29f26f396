import { createRequireIam } from '../../../sandbox/iam/authorize.js';
import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';
import { parse, statement } from './policies.js';

const now = () => Date.UTC(2026, 10, 3);
const resource = 'arn:aws:execute-api:us-east-1:111122223333:api/v1/GET/a';
const arn = 'arn:aws:sts::111122223333:assumed-role/App/CognitoIdentityCredentials';
const roleArn = 'arn:aws:iam::111122223333:role/App';

interface Asked {
  readonly boundary?: readonly object[];
  readonly session?: readonly object[];
  readonly sourceIp?: string;
}

function ask(statements: readonly object[], { boundary, session, sourceIp = '127.0.0.1' }: Asked = {}) {
  const log = createDecisionLog(now);
  const principal = {
    accountId: '111122223333',
    arn,
    roleArn,
    userId: 'AROA:x',
    documents: [parse(...statements)],
    ...(boundary === undefined ? {} : { boundary: parse(...boundary) }),
    ...(session === undefined ? {} : { sessionPolicy: parse(...session) }),
  };
  const requireIam = createRequireIam(log, now);
  return { log, ask: () => requireIam(principal, { action: 'execute-api:Invoke', resource, sourceIp }) };
}
const invoke = (elements: object = {}) => statement({ Action: 'execute-api:Invoke', Resource: resource, ...elements });

describe('asking the role of a caller', () => {
  it('passes what a statement allows, and remembers which one', () => {
    const { log, ask: question } = ask([invoke({ Sid: 'CallApi' })]);
    question();
    expect(log.entries()).toEqual([
      expect.objectContaining({
        number: 1,
        time: '2026-11-03T00:00:00.000Z',
        allowed: true,
        layers: [{ kind: 'iam-role', effect: 'Allow', document: 'policy P', statement: 'CallApi' }],
      }),
    ]);
  });

  it.each([
    {
      title: 'when no statement allows it',
      statements: [statement()],
      words: `User: ${arn} is not authorized to perform: execute-api:Invoke on resource: ${resource} because no identity-based policy allows the execute-api:Invoke action`,
      reason: 'IAM role: no statement allows it',
    },
    {
      title: 'when a statement denies it',
      statements: [invoke(), invoke({ Effect: 'Deny' })],
      words: `User: ${arn} is not authorized to perform: execute-api:Invoke on resource: ${resource} with an explicit deny in an identity-based policy`,
      reason: 'IAM role: statement #2 of policy P denies it',
    },
    {
      title: 'when it comes from a denied address',
      statements: [invoke(), invoke({ Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } })],
      words: 'explicit deny',
      reason: 'denies it',
    },
    {
      title: 'when its role is denied',
      statements: [invoke(), invoke({ Effect: 'Deny', Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn } } })],
      words: 'explicit deny',
      reason: 'denies it',
    },
  ])("refuses in AWS's words $title", ({ statements, words, reason }) => {
    const { log, ask: question } = ask(statements);
    expect(question).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException', status: 403, message: expect.stringContaining(words) }),
    );
    expect(log.entries(0).at(-1)?.reason).toContain(reason);
  });

  it('passes what role and boundary allow, and tells both', () => {
    const { log, ask: question } = ask([invoke()], { boundary: [invoke({ Sid: 'Most' })] });
    question();
    expect(log.entries().at(-1)?.layers).toEqual([
      { kind: 'iam-role', effect: 'Allow', document: 'policy P', statement: '#1' },
      { kind: 'permissions-boundary', effect: 'Allow', document: 'policy P', statement: 'Most' },
    ]);
  });

  it.each([
    {
      title: 'a boundary that is silent',
      given: { boundary: [statement()] },
      words: 'because no permissions boundary allows the execute-api:Invoke action',
      reason: 'permissions boundary: no statement allows it',
    },
    {
      title: 'a boundary that denies',
      given: { boundary: [invoke(), invoke({ Effect: 'Deny' })] },
      words: 'with an explicit deny in a permissions boundary',
      reason: 'permissions boundary: statement #2 of policy P denies it',
    },
    {
      title: 'a session policy that denies behind a boundary that is silent',
      given: { boundary: [statement()], session: [invoke({ Effect: 'Deny' })] },
      words: 'with an explicit deny in a session policy',
      reason: 'permissions boundary: no statement allows it; session policy: statement #1',
    },
  ])("refuses in AWS's words what is stopped by $title", ({ given, words, reason }) => {
    const { log, ask: question } = ask([invoke()], given);
    expect(question).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException', message: expect.stringContaining(words) }),
    );
    expect(log.entries().at(-1)?.reason).toContain(reason);
  });

  it('is allowed nothing by a boundary alone', () => {
    const { ask: question } = ask([statement()], { boundary: [invoke()] });
    expect(question).toThrow('because no identity-based policy allows');
  });

  it('forgets the oldest of many decisions and numbers them all', () => {
    const { log, ask: question } = ask([invoke()]);
    for (let call = 0; call < 5010; call++) question();
    expect(log.entries()).toHaveLength(5000);
    expect(log.entries(5008).map(({ number }) => number)).toEqual([5009, 5010]);
  });
});
