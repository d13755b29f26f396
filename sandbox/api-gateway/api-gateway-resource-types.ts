import {
  arn,
  generatedName,
  letters,
  type ResourceContext,
  type ResourceTypes,
  text,
  uuid,
} from '../template/resource-type.js';
import { WEB_ACL, whyNotJudged } from './web-acl/read-rate-rules.js';
import { arnPart, mayBeBeforeApi, WEB_ACL_ASSOCIATION } from './web-acl/read-web-acls.js';

export const apiGatewayResourceTypes: ResourceTypes = {
  'AWS::ApiGateway::RestApi': {
    physicalId: apiId,
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
  'AWS::ApiGatewayV2::Api': {
    physicalId: apiId,
    attributes: { ApiId: apiId, ApiEndpoint: apiEndpoint },
    isEmulated: ({ ProtocolType }) => ProtocolType !== 'WEBSOCKET',
  },
  'AWS::ApiGatewayV2::Authorizer': { physicalId: shortId, attributes: { AuthorizerId: shortId } },
  'AWS::ApiGatewayV2::Deployment': { physicalId: shortId, attributes: { DeploymentId: shortId } },
  'AWS::ApiGatewayV2::Integration': { physicalId: shortId, attributes: { IntegrationId: shortId } },
  'AWS::ApiGatewayV2::Route': { physicalId: shortId, attributes: { RouteId: shortId } },
  'AWS::ApiGatewayV2::Stage': { physicalId: ({ property }) => text(property('StageName')) ?? '$default' },
  'AWS::Lambda::Url': {
    physicalId: ({ property }) => String(property('TargetFunctionArn')),
    attributes: {
      FunctionUrl: (context) => `https://${functionUrlId(context)}.lambda-url.${context.environment.region}.on.aws/`,
      FunctionArn: ({ property }) => String(property('TargetFunctionArn')),
    },
  },
  [WEB_ACL]: {
    physicalId: webAclId,
    attributes: {
      Arn: (context) => arn(context, 'wafv2', `regional/webacl/${arnPart(context.physicalId)}`),
      Id: ({ environment, logicalId }) => uuid(environment, logicalId),
    },
    isEmulated: (properties) => whyNotJudged(properties) === undefined,
  },
  [WEB_ACL_ASSOCIATION]: { physicalId: (context) => generatedName(context), isEmulated: mayBeBeforeApi },
  'AWS::ApiGateway::Account': { physicalId: (context) => generatedName(context) },
};

/** First part of the host name of a function URL. */
export function functionUrlId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, logicalId, 32).toLowerCase();
}

function webAclId(context: ResourceContext): string {
  const { environment, logicalId, property } = context;
  return `${text(property('Name')) ?? generatedName(context, 128)}|${uuid(environment, logicalId)}|REGIONAL`;
}

function apiId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, logicalId, 10).toLowerCase();
}

function apiEndpoint({ environment, physicalId, property }: ResourceContext): string {
  const scheme = property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https';
  return `${scheme}://${physicalId}.execute-api.${environment.region}.amazonaws.com`;
}

function shortId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, logicalId, 6).toLowerCase();
}

/** Of the resource `/`, which every REST API has. */
export function rootResourceId({ environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  return letters(environment, `${logicalId}/`, 10).toLowerCase();
}
