import type { EditableTemplate } from '../../../support/synthesized-assembly.js';
import type { StackParts } from '../api-stack.js';

type Resources = EditableTemplate['Resources'];

export interface TrialHttpApi {
  readonly api?: object;
  /** Name to properties. @default $default alone */
  readonly stages?: Readonly<Record<string, object>>;
  /** `GET /things/{thing}` to properties of the route, and of its integration. */
  readonly routes: Readonly<Record<string, { readonly integration?: object } & Record<string, unknown>>>;
}

/** An HTTP API as CDK writes one, whose routes reach the trial function by default. */
export function httpApi(name: string, { functionArn }: StackParts, { api, stages, routes }: TrialHttpApi): Resources {
  const ApiId = { Ref: name };
  const resources: Resources = {
    [name]: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: name, ProtocolType: 'HTTP', ...api } },
  };
  for (const [index, [StageName, properties]] of Object.entries(stages ?? { $default: {} }).entries()) {
    resources[`${name}Stage${index}`] = {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId, StageName, AutoDeploy: true, ...properties },
    };
  }
  for (const [index, [RouteKey, { integration, ...properties }]] of Object.entries(routes).entries()) {
    const integrationId = `${name}Integration${index}`;
    resources[integrationId] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn,
        PayloadFormatVersion: '2.0',
        ...integration,
      },
    };
    resources[`${name}Route${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId,
        RouteKey,
        AuthorizationType: 'NONE',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: integrationId }]] },
        ...properties,
      },
    };
  }
  return resources;
}

/** The address of an API, as CDK's own output has it. */
export const endpointOutput = (name: string) => ({
  [`${name}Url`]: { Value: { 'Fn::GetAtt': [name, 'ApiEndpoint'] } },
});
