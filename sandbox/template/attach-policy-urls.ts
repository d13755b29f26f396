import type { StackResource, StackResources, TemplateStack } from './stack-resources.js';

const ATTACH_POLICY = 'attach-policy';

/** Where APIs of a stack take `/attach-policy`, at whatever path before it, in each of their stages. */
export function attachPolicyUrls(
  { path, resources: own }: TemplateStack,
  resources: StackResources,
): { readonly stack: string; readonly logicalId: string; readonly value: string }[] {
  return own.flatMap((resource) => {
    const urls = urlsOf(resource, resources);
    return urls.map((value) => ({ stack: path, logicalId: resource.logicalId, value }));
  });
}

function urlsOf(resource: StackResource, resources: StackResources): string[] {
  if (resource.type === 'AWS::ApiGateway::Resource') return restUrls(resource, resources);
  return resource.type === 'AWS::ApiGatewayV2::Route' ? httpUrls(resource, resources) : [];
}

/** A resource of a REST API with that last part, in each of the API's stages. */
function restUrls(resource: StackResource, { ofType }: StackResources): string[] {
  if (resource.property('PathPart') !== ATTACH_POLICY) return [];
  const api = String(resource.property('RestApiId'));
  const pathOf = (id: unknown): string => {
    const found = ofType('AWS::ApiGateway::Resource').find(({ physicalId }) => physicalId === id);
    return found === undefined ? '' : `${pathOf(found.property('ParentId'))}/${String(found.property('PathPart'))}`;
  };
  const stages = ofType('AWS::ApiGateway::Stage').filter(({ property }) => property('RestApiId') === api);
  return stages.map(({ physicalId }) => `${hostOf(resource, api)}/${physicalId}${pathOf(resource.physicalId)}`);
}

/** A route of an HTTP API with that last part; its usual stage is no part of the path. */
function httpUrls(resource: StackResource, { ofType }: StackResources): string[] {
  const [, path] = /^(?:POST|ANY) (\/.*)$/.exec(String(resource.property('RouteKey'))) ?? [];
  if (path?.split('/').at(-1) !== ATTACH_POLICY) return [];
  const api = String(resource.property('ApiId'));
  const stages = ofType('AWS::ApiGatewayV2::Stage').filter(({ property }) => property('ApiId') === api);
  const names = stages.map(({ property }) => String(property('StageName')));
  return names.map((name) => `${hostOf(resource, api)}${name === '$default' ? '' : `/${name}`}${path}`);
}

function hostOf({ environment }: StackResource, api: string): string {
  return `https://${api}.execute-api.${environment.region}.amazonaws.com`;
}
