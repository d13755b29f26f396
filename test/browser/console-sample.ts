import type { ConsoleState } from '../../contract/console-state.js';
import type { Decision } from '../../contract/decision.js';
import { EMPTY_STATE, mqttMessage } from '../console/console-state-sample.js';

export const ADA = 'us-east-1:0f3c5d7a-1111-4222-8333-abcdefabcdef';
const BOB = 'us-east-1:9a3c5d7a-1111-4222-8333-abcdefabc777';
const POOL = 'us-east-1_sample';
const NOW = Date.UTC(2026, 0, 1);

const arn = (name: string) => `arn:aws:iot:us-east-1:111122223333:${name}`;
const document = {
  Version: '2012-10-17',
  Statement: ['topic', 'topicfilter'].map((kind) => ({
    Effect: 'Allow',
    Action: 'iot:*',
    Resource: arn(`${kind}/users/\${cognito-identity.amazonaws.com:sub}/*`),
  })),
};
const payload = (text: string) => ({ text, encoding: 'utf8' as const, bytes: text.length, isCut: false });
const user = (name: string, over: object = {}): ConsoleState['users'][number] => ({
  userPoolId: POOL,
  sub: `sub-of-${name}`,
  userName: `sub-of-${name}`,
  email: `${name}@example.com`,
  emailVerified: true,
  status: 'CONFIRMED',
  groups: [],
  enabled: true,
  createdAt: NOW,
  ...over,
});

/** Every seventh is Bob's, and refused. */
function sampleDecision(number: number): Decision {
  const allowed = number % 7 !== 0;
  const statement = allowed ? { effect: 'Allow', document: 'Sample', statement: 'Own' } : { effect: 'ImplicitDeny' };
  const layer = statement as Pick<Decision['layers'][number], 'effect'>;
  return {
    number,
    time: new Date(NOW + number * 1000).toISOString(),
    principal: 'arn:aws:sts::111122223333:assumed-role/Users/CognitoIdentityCredentials',
    identityId: allowed ? ADA : BOB,
    action: allowed ? 'iot:Publish' : 'iot:Subscribe',
    resource: arn(allowed ? `topic/users/${ADA}/number-${number}` : `topicfilter/users/${ADA}/number-${number}/#`),
    allowed,
    layers: [
      { kind: 'iam-role', ...layer },
      { kind: 'session-policy', effect: 'Allow', document: 'AWS', statement: '1' },
      { kind: 'iot-policy', ...layer },
    ],
    ...(allowed ? {} : { reason: 'The IAM role has no statement that allows it.' }),
  };
}

/** Something of everything, and much of what there can be much of. */
export const FULL_STATE: ConsoleState = {
  ...EMPTY_STATE,
  overview: {
    ...EMPTY_STATE.overview,
    stacks: [{ name: 'Sample', outputs: { Region: 'us-east-1', UserPoolId: POOL } }],
    resources: [{ type: 'AWS::IAM::Role', resources: [{ logicalId: 'Role', physicalId: 'Sample-Role' }] }],
    notEmulated: [{ stack: 'Sample', logicalId: 'Bucket', type: 'AWS::S3::Bucket' }],
    userPools: [
      {
        id: POOL,
        name: 'Users',
        selfSignUp: true,
        groups: [{ name: 'operators' }, { name: 'readers' }],
        clients: [{ id: 'client', name: 'web' }],
      },
    ],
    identityPools: [{ id: 'us-east-1:pool', name: 'Pool', guests: true }],
    roles: [
      {
        arn: 'arn:aws:iam::111122223333:role/Users',
        name: 'Users',
        policies: [{ name: 'Default', document }],
        trustPolicy: document,
      },
    ],
    iotPolicies: [
      { name: 'Sample', document },
      { name: 'Other', document },
    ],
    allowedOrigins: ['http://localhost:8000'],
  },
  users: [
    user('ada', { groups: ['operators'] }),
    user('bob'),
    user('carol', { status: 'UNCONFIRMED' }),
    user('dave', { enabled: false }),
  ],
  messages: [
    {
      time: NOW,
      to: 'ada@example.com',
      userPoolId: POOL,
      userName: 'sub-of-ada',
      purpose: 'SignUp',
      code: '123456',
      subject: 'Your verification code',
      text: 'Your confirmation code is 123456.',
    },
  ],
  identities: [
    { identityId: ADA, identityPoolId: 'us-east-1:pool', logins: { pool: 'sub-of-ada' } },
    { identityId: BOB, identityPoolId: 'us-east-1:pool', logins: { pool: 'sub-of-bob' } },
  ],
  attachments: { [ADA]: [{ policyName: 'Sample', effectiveAt: 0 }] },
  connections: [ADA, BOB].map((identityId, index) => ({
    clientId: identityId,
    identityId,
    protocolVersion: '5',
    connectedAt: new Date(NOW).toISOString(),
    endedAt: index === 0 ? undefined : new Date(NOW + 1000).toISOString(),
    end: index === 0 ? undefined : { reason: 'FORBIDDEN_ACCESS', explanation: 'No IoT policy allows it.' },
    refusals: index === 0 ? [{ packet: 'SUBSCRIBE', code: 135, explanation: 'No document allows it.' }] : [],
    subscriptions: [`users/${identityId}/#`],
    received: 1,
    delivered: 2,
  })),
  testClients: [
    {
      id: '1',
      clientId: ADA,
      identityId: ADA,
      isOpen: true,
      subscriptions: [`users/${ADA}/#`],
      received: [{ time: NOW, topic: `users/${ADA}/a`, payload: payload('{"a":1}'), qos: 1, retain: false }],
    },
    {
      id: '2',
      clientId: BOB,
      identityId: BOB,
      isOpen: false,
      end: { code: 135, reason: 'FORBIDDEN_ACCESS', explanation: 'No IoT policy allows it.' },
      subscriptions: [],
      received: [],
    },
  ],
  switches: {
    ...EMPTY_STATE.switches,
    clock: { now: new Date(NOW).toISOString(), aheadMilliseconds: 3_600_000 },
    calls: { 'iot:AttachPolicy': { calls: 3, throttled: 1, failed: 1 } },
    faults: { 'iot:AttachPolicy': { code: 'ThrottlingException', rate: 0.3 } },
    quotas: { 'iot:AttachPolicy': { perSecond: 15, changed: false } },
  },
  decisions: Array.from({ length: 5000 }, (_, index) => sampleDecision(index + 1)),
  mqttMessages: Array.from({ length: 500 }, (_, index) =>
    mqttMessage(index + 1, {
      time: NOW + index,
      topic: `users/${ADA}/telemetry`,
      payload: payload(`{"temperature":${index}}`),
      from: { clientId: ADA, identityId: ADA },
      to: [ADA],
      toCount: 1,
      notTo: index % 9 === 0 ? [BOB] : [],
    }),
  ),
  functionLogs: ['INFO\tattached', 'ERROR\tnot attached'].map((line, index) => ({
    time: NOW + index,
    functionName: 'AttachPolicy',
    requestId: `request-${index}`,
    line: `2026-01-01T00:00:00.000Z\trequest-${index}\t${line}`,
  })),
  apiRequests: [],
};
