import { generatedName, letters, type ResourceContext, type ResourceTypes, text } from '../template/resource-type.js';

export const apiGatewayResourceTypes: ResourceTypes = {
  'AWS::ApiGateway::RestApi': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 10).toLowerCase(),
    attributes: {
      RestApiId: ({ physicalId }) => physicalId,
      RootResourceId: rootResourceId,
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

/** Of the resource `/`, which every REST API has. */
export function rootResourceId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, `${logicalId}/`, 10).toLowerCase();
}
