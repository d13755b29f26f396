import type { ConsoleState, MqttMessageRecord } from '../../contract/console-state.js';
import type { Decision } from '../../contract/decision.js';

/** What the sandbox tells of a stack in which nothing has happened yet. */
export const EMPTY_STATE: ConsoleState = {
  overview: {
    region: 'us-east-1',
    accountId: '111122223333',
    stacks: [{ name: 'Sample', outputs: {} }],
    resources: [],
    notEmulated: [],
    userPools: [],
    identityPools: [],
    roles: [],
    iotPolicies: [],
    allowedOrigins: [],
  },
  users: [],
  passwordPolicies: {},
  messages: [],
  identities: [],
  attachments: {},
  connections: [],
  testClients: [],
  switches: {
    clock: { now: '2026-01-01T00:00:00.000Z', aheadMilliseconds: 0 },
    calls: {},
    faults: {},
    delays: {},
    quotas: {},
    attachDelaySeconds: 0,
  },
  decisions: [],
  mqttMessages: [],
  functionLogs: [],
  apiRequests: [],
};

export function decision(number: number, over: Partial<Decision> = {}): Decision {
  return {
    number,
    time: '2026-01-01T00:00:00.000Z',
    principal: 'arn:aws:sts::111122223333:assumed-role/Users/CognitoIdentityCredentials',
    action: 'iot:Subscribe',
    resource: 'arn:aws:iot:us-east-1:111122223333:topicfilter/users/somebody/#',
    allowed: true,
    layers: [],
    ...over,
  };
}

export function mqttMessage(number: number, over: Partial<MqttMessageRecord> = {}): MqttMessageRecord {
  return {
    number,
    time: 0,
    topic: 'a',
    payload: { text: '', encoding: 'utf8', bytes: 0, isCut: false },
    qos: 1,
    retain: false,
    from: undefined,
    to: [],
    toCount: 0,
    notTo: [],
    ...over,
  };
}
