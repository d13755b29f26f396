import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Template } from '../../../sandbox/template/assembly.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import type { EditableTemplate } from '../../support/synthesized-assembly.js';
import { allow, dynamodbOf, stackWithTables } from './table-stack.js';

const boot = (edit?: (template: EditableTemplate) => void) => runningSandbox({ assembly: stackWithTables(edit) });

it('items outlive the sandbox with a data folder, and not a change of the key, which makes another table', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  const withOtherKey = (template: EditableTemplate) =>
    Object.assign(template.Resources.Notes?.Properties, {
      AttributeDefinitions: [{ AttributeName: 'title', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'title', KeyType: 'HASH' }],
    });
  const started = async (edit?: (template: EditableTemplate) => void) => {
    const sandbox = await runningSandbox({ dataFolder, assembly: stackWithTables(edit) });
    return { sandbox, client: dynamodbOf(sandbox), TableName: sandbox.outputs.NotesTable };
  };
  const itemsWith = async (edit?: (template: EditableTemplate) => void) => {
    const { sandbox, client, TableName } = await started(edit);
    const { Items } = await client.send(new ScanCommand({ TableName }));
    await sandbox.stop();
    return Items;
  };
  try {
    const { sandbox, client, TableName } = await started();
    const put = (item: Record<string, AttributeValue>) => client.send(new PutItemCommand({ TableName, Item: item }));
    await put({ id: { S: 'gone' } });
    await put({ id: { S: 'kept' }, list: { L: [{ BOOL: true }, { M: { n: { N: '1.50' } } }] } });
    await client.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'gone' } } }));
    await sandbox.stop();
    const kept = { id: { S: 'kept' }, list: { L: [{ BOOL: true }, { M: { n: { N: '1.5' } } }] } };
    expect(await itemsWith()).toEqual([kept]);
    expect(await itemsWith(withOtherKey)).toEqual([]);
    expect(await itemsWith()).toEqual([kept]);
  } finally {
    rmSync(dataFolder, { recursive: true });
  }
});

describe('a table that the sandbox does not serve is left out by name, and refused by that name to whoever asks', () => {
  it.each([
    ['Games', { BillingMode: 'PROVISIONED' }, 'BillingMode with the value "PROVISIONED" of Games'],
    ['Games', { BillingMode: undefined }, 'BillingMode with the value missing of Games'],
    ['Notes', { OnDemandThroughput: { MaxReadRequestUnits: 1 } }, 'OnDemandThroughput of Notes'],
    ['Notes', { ResourcePolicy: { PolicyDocument: {} } }, 'ResourcePolicy of Notes'],
    ['Notes', { KinesisStreamSpecification: { StreamArn: 'x' } }, 'KinesisStreamSpecification of Notes'],
    ['Notes', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'x' } }, 'SSESpecification.KMSMasterKeyId of'],
    ['Games', { Replicas: [{ Region: 'us-east-1', ResourcePolicy: {} }] }, 'Replicas.0.ResourcePolicy of Games'],
    ['Games', { Replicas: [{ Region: 'us-east-1' }, { Region: 'eu-west-1' }] }, 'replica of Games in eu-west-1'],
    ['Games', { MultiRegionConsistency: 'STRONG' }, 'MultiRegionConsistency of Games'],
  ])('%s with %j', async (table, properties, says) => {
    const sandbox = await boot((template) => {
      Object.assign(template.Resources[table]?.Properties, properties);
      Object.assign((template as EditableTemplate & Pick<Template, 'Outputs'>).Outputs ?? {}, {
        Left: { Value: { Ref: table } },
      });
    });
    try {
      expect(sandbox.views.notEmulated()).toContainEqual(
        expect.objectContaining({ logicalId: table, reason: expect.stringContaining(says) }),
      );
      const TableName = sandbox.outputs.Left;
      const client = dynamodbOf(sandbox);
      const refusal = { name: 'SandboxUnsupported', message: expect.stringContaining(says) };
      const Key = { id: { S: 'x' } };
      const requests = { [TableName ?? '']: { Keys: [Key] } };
      await expect(client.send(new GetItemCommand({ TableName, Key }))).rejects.toMatchObject(refusal);
      await expect(client.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject(refusal);
      await expect(client.send(new BatchGetItemCommand({ RequestItems: requests }))).rejects.toMatchObject(refusal);
    } finally {
      await sandbox.stop();
    }
  });

  it('and stops the boot where its stream is read, or whose permission has a condition on what is read', async () => {
    const withStream = boot((template) => {
      Object.assign(template.Resources.Notes?.Properties, { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });
      const Resource = { 'Fn::GetAtt': ['Notes', 'StreamArn'] };
      allow(template, { Action: 'dynamodb:GetRecords', Resource });
    });
    await expect(withStream).rejects.toThrow('attribute StreamArn of AWS::DynamoDB::Table Notes');
    const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['x'] } };
    const withLeadingKeys = boot((template) =>
      allow(template, { Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Games', 'Arn'] }, Condition }),
    );
    await expect(withLeadingKeys).rejects.toThrow('dynamodb:LeadingKeys');
  });
});

it("a table with provisioned throughput, which is CDK's default, says so and takes items", async () => {
  const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
  const sandbox = await boot(
    ({ Resources }) =>
      void Object.assign(Resources.Notes?.Properties, { BillingMode: undefined, ProvisionedThroughput }),
  );
  try {
    const client = dynamodbOf(sandbox);
    const TableName = sandbox.outputs.NotesTable;
    await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'x' } } }));
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ ProvisionedThroughput });
    expect(Table).not.toHaveProperty('BillingModeSummary');
  } finally {
    await sandbox.stop();
  }
});

it('a table that AWS would not make does not boot', async () => {
  const edit = (definitions: object[]) => (template: EditableTemplate) =>
    void Object.assign(template.Resources.Notes?.Properties, { AttributeDefinitions: definitions });
  const id = { AttributeName: 'id', AttributeType: 'S' };
  const throughput = (properties: object) =>
    boot(({ Resources }) => void Object.assign(Resources.Notes?.Properties, properties));
  const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  await expect(throughput({ BillingMode: 'PROVISIONED' })).rejects.toThrow('must both be specified');
  await expect(throughput({ ProvisionedThroughput: units })).rejects.toThrow('can be specified when BillingMode is');
  await expect(boot(edit([id, { AttributeName: 'more', AttributeType: 'S' }]))).rejects.toThrow(
    'Number of attributes in KeySchema does not exactly match',
  );
  await expect(boot(edit([{ ...id, AttributeName: 'other' }]))).rejects.toThrow('not defined in AttributeDefinitions');
});
