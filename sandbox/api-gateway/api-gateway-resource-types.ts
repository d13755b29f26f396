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
    physicalId: shortId,
    attributes: { ResourceId: shortId },
  },
  'AWS::ApiGateway::Method': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::Deployment': {
    physicalId: shortId,
    attributes: { DeploymentId: shortId },
  },
  'AWS::ApiGateway::Stage': { physicalId: ({ property }) => text(property('StageName')) ?? 'default' },
  'AWS::ApiGateway::GatewayResponse': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::Authorizer': {
    physicalId: shortId,
    attributes: { AuthorizerId: shortId },
  },
  'AWS::ApiGateway::Model': { physicalId: ({ property, logicalId }) => text(property('Name')) ?? logicalId },
  'AWS::ApiGateway::RequestValidator': {
    physicalId: shortId,
    attributes: { RequestValidatorId: shortId },
  },
  'AWS::ApiGateway::Account': { physicalId: (context) => generatedName(context) },
};

function shortId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, logicalId, 6).toLowerCase();
}

/** Of the resource `/`, which every REST API has. */
export function rootResourceId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, `${logicalId}/`, 10).toLowerCase();
}
