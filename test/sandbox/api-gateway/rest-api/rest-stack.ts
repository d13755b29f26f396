import type { EditableTemplate } from '../../../support/synthesized-assembly.js';
import type { StackParts } from '../api-stack.js';

type Resources = EditableTemplate['Resources'];

export interface TrialApi {
  readonly api?: object;
  readonly stage?: object;
  /** `GET /things/{thing}` to properties of the method. */
  readonly methods: Readonly<Record<string, object>>;
}

/** A REST API as CDK writes one, whose methods reach the trial function by default. */
export function restApi(name: string, { functionUri }: StackParts, { api, stage, methods }: TrialApi): Resources {
  const resources: Resources = {
    [name]: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name, ...api } },
    [`${name}Deployment`]: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: name } } },
    [`${name}Stage`]: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: name },
        DeploymentId: { Ref: `${name}Deployment` },
        StageName: 'prod',
        ...stage,
      },
    },
  };
  const resourceOf = (path: string): object => {
    if (path === '') return { 'Fn::GetAtt': [name, 'RootResourceId'] };
    const logicalId = `${name}${path.replaceAll(/\W/g, '')}${path.split('/').length}`;
    const parent = path.slice(0, path.lastIndexOf('/'));
    resources[logicalId] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: {
        RestApiId: { Ref: name },
        ParentId: resourceOf(parent),
        PathPart: path.slice(parent.length + 1),
      },
    };
    return { Ref: logicalId };
  };
  for (const [index, [key, properties]] of Object.entries(methods).entries()) {
    const [HttpMethod, path = ''] = key.split(' ');
    resources[`${name}Method${index}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: name },
        ResourceId: resourceOf(path === '/' ? '' : path),
        HttpMethod,
        AuthorizationType: 'NONE',
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri },
        ...properties,
      },
    };
  }
  return resources;
}

/** What the sandbox calls an API of the template, at its stage. */
export const addressOutput = (name: string, path = '') => ({
  [`${name}Url`]: {
    Value: { 'Fn::Join': ['', ['https://', { Ref: name }, '.execute-api.us-east-1.amazonaws.com/', path]] },
  },
});
