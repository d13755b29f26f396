import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** As CDK synthesizes them: `Games`, whose index is the table the other way round, and `Notes`. */
function tables(): EditableTemplate['Resources'] {
  const stack = new Stack();
  const games = new TableV2(stack, 'Games', {
    tableName: 'games',
    partitionKey: text('pk'),
    sortKey: text('sk'),
    globalSecondaryIndexes: [
      { indexName: 'inverse', partitionKey: text('sk'), sortKey: text('pk') },
      {
        indexName: 'byScore',
        partitionKey: text('sk'),
        sortKey: { name: 'score', type: AttributeType.NUMBER },
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
    deletionProtection: true,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    tags: [{ key: 'is', value: 'tested' }],
  });
  const notes = new Table(stack, 'Notes', {
    partitionKey: text('id'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  for (const [id, table] of Object.entries({ Games: games, Notes: notes }))
    (table.node.defaultChild as CfnElement).overrideLogicalId(id);
  return (Template.fromStack(stack).toJSON() as EditableTemplate).Resources;
}

/** The default stack with these tables. */
export function stackWithTables(edit: (template: EditableTemplate) => void = () => undefined) {
  return synthesizedAssembly((template) => {
    Object.assign(template.Resources, tables());
    (template as EditableTemplate & { Outputs: Record<string, object> }).Outputs.NotesTable = {
      Value: { Ref: 'Notes' },
    };
    edit(template);
  });
}

/** Allows it to every role of the stack that has a policy. */
export function allow(template: EditableTemplate, statement: object) {
  for (const { Type, Properties } of Object.values(template.Resources))
    if (Type === 'AWS::IAM::Policy') Properties.PolicyDocument.Statement.push({ Effect: 'Allow', ...statement });
}

/** Signed by the operator, or with these credentials. */
export function dynamodbOf(
  sandbox: Sandbox,
  credentials: AwsCredentials = sandbox.views.operator() as AwsCredentials,
): DynamoDBClient {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return new DynamoDBClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 1,
  });
}
