import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool, UserPoolAuthenticationProvider } from 'aws-cdk-lib/aws-cognito-identitypool';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { IotAccessPolicy } from 'cognito-iot-access';

/**
 * Nothing of this project but the policy: a function behind its own URL, which keeps notes in a table and files in a
 * bucket. A function URL is not told whose identity has signed, so it cannot attach for the caller: an operator does.
 */
const app = new App();
const stack = new Stack(app, 'Notes');
const removalPolicy = RemovalPolicy.DESTROY;

const userPool = new UserPool(stack, 'Users', {
  selfSignUpEnabled: true,
  signInAliases: { email: true },
  autoVerify: { email: true },
  removalPolicy,
});
const userPoolClient = userPool.addClient('App', { authFlows: { userSrp: true } });
const identityPool = new IdentityPool(stack, 'Identities', {
  authenticationProviders: { userPools: [new UserPoolAuthenticationProvider({ userPool, userPoolClient })] },
});
const policy = new IotAccessPolicy(stack, 'Policy');
policy.grantAccess(identityPool.authenticatedRole);

const table = new Table(stack, 'NoteTable', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  removalPolicy,
});
const files = new Bucket(stack, 'Files', { removalPolicy });
const notes = new LambdaFunction(stack, 'Function', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline(`const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamo = new DynamoDBClient();

exports.handler = async ({ body, requestContext }) => {
  const id = requestContext.requestId;
  const Item = { id: { S: id }, text: { S: body ?? '' } };
  await dynamo.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  return { id, bucket: process.env.BUCKET };
};
`),
  environment: { TABLE: table.tableName, BUCKET: files.bucketName },
});
table.grantWriteData(notes);
files.grantPut(notes);
const url = notes.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
url.grantInvokeUrl(identityPool.authenticatedRole);

const outputs = { NotesUrl: url.url, NoteTableName: table.tableName, FilesName: files.bucketName };
for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
