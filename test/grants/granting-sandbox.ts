import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import type { DeviceGrantsConfiguration } from '../../contract/device-grants-configuration.js';
import { directoryIndex, identityKey, userKey } from '../../contract/directory-items.js';
import { createDeviceGrants, type DeviceGrants } from '../../grants/index.js';
import type { SandboxOptions } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';
import type { WorkerOrders } from './worker-orders.js';

const access: CompleteDeviceAccess = {
  publish: ['devices/{device}/commands/*'],
  subscribe: ['devices/{device}/state/*'],
  receive: ['devices/{device}/state/*'],
  retain: [],
  shadow: ['get', 'update'],
};

export const configuration: DeviceGrantsConfiguration = {
  tableName: 'directory',
  userPoolId: 'us-east-1_Example',
  policyPrefix: 'CognitoIotAccess-12345678-',
  partition: 'aws',
  access,
};

/** Otherwise the tests would wait for AWS's ten calls a second. */
const FAST = {
  'iot:CreatePolicyVersion': 1_000,
  'iot:CreatePolicy': 1_000,
  'iot:DeletePolicyVersion': 1_000,
  'iot:GetPolicy': 10_000,
};

export interface GrantingSandbox {
  /** What another process needs to reach it. */
  readonly worker: Pick<WorkerOrders, 'url' | 'credentials'>;
  readonly dynamodb: DynamoDBClient;
  readonly iot: IoTClient;
  readonly grants: DeviceGrants;
  /** Lines of the audit. */
  readonly audit: string[];
  /** What the attach-policy function writes at a POST. */
  record(sub: string, identityId: string): Promise<void>;
  stop(): Promise<void>;
}

/** A sandbox with a directory's table, and whatever the operator of the account may do. */
export async function grantingSandbox(options: Partial<SandboxOptions> = {}): Promise<GrantingSandbox> {
  const sandbox = await runningSandbox({ assembly: synthesizedAssembly(addTable), quotas: FAST, ...options });
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
  const client = {
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 8,
  };
  const dynamodb = new DynamoDBClient(client);
  const iot = new IoTClient(client);
  const audit: string[] = [];
  return {
    worker: { url: sandbox.url, credentials: client.credentials },
    dynamodb,
    iot,
    audit,
    grants: createDeviceGrants({ configuration, dynamodb, iot, log: (line) => audit.push(line) }),
    async record(sub, identityId) {
      const time = { S: new Date().toISOString() };
      const key = {
        pk: { S: userKey({ userPoolId: configuration.userPoolId, sub }) },
        sk: { S: identityKey(identityId) },
      };
      const Item = { ...key, identityPoolId: { S: 'us-east-1:pool' }, firstPost: time, lastPost: time };
      await dynamodb.send(new PutItemCommand({ TableName: configuration.tableName, Item }));
    },
    async stop() {
      dynamodb.destroy();
      iot.destroy();
      await sandbox.stop();
    },
  };
}

function addTable({ Resources }: { Resources: Record<string, { Type: string; Properties: unknown }> }): void {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  Resources.Directory = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: configuration.tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [text('pk'), text('sk')],
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: directoryIndex, KeySchema: keys('sk', 'pk'), Projection: { ProjectionType: 'ALL' } },
      ],
    },
  };
}
