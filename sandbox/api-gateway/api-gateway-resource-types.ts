import { generatedName, letters, type ResourceTypes, text } from '../template/resource-type.js';

export const apiGatewayResourceTypes: ResourceTypes = {
  'AWS::ApiGateway::RestApi': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 10).toLowerCase(),
    attributes: {
      RestApiId: ({ physicalId }) => physicalId,
      RootResourceId: ({ environment, logicalId }) => letters(environment, `${logicalId}/`, 10).toLowerCase(),
    },
  },
  'AWS::ApiGateway::Resource': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 6).toLowerCase(),
  },
  'AWS::ApiGateway::Method': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::Deployment': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 6).toLowerCase(),
  },
  'AWS::ApiGateway::Stage': { physicalId: ({ property }) => text(property('StageName')) ?? 'default' },
  'AWS::ApiGateway::GatewayResponse': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::Account': { physicalId: (context) => generatedName(context) },
};
