import { arn, generatedName, type ResourceType, type ResourceTypes, text } from '../template/resource-type.js';

/** `StreamArn` is not among them: no stream is served, so whoever wants to read one is refused by name. */
const table: ResourceType = {
  physicalId: (context) => text(context.property('TableName')) ?? generatedName(context, 255),
  attributes: { Arn: (context) => arn(context, 'dynamodb', `table/${context.physicalId}`) },
};

export const dynamodbResourceTypes: ResourceTypes = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
};
