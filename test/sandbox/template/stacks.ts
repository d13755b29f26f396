import { resourceTypesOf } from '../../../sandbox/ground.js';
import { services } from '../../../sandbox/services.js';
import type { Template, TemplateResource } from '../../../sandbox/template/assembly.js';
import {
  readStackResources,
  type StackResources,
  type TemplateInputs,
} from '../../../sandbox/template/stack-resources.js';

const environment = { region: 'eu-west-1', accountId: '111122223333' };

/** A stack of these resources, and whatever else a template may have. */
export function stackOf(
  Resources: Record<string, TemplateResource>,
  sections: Partial<Template> = {},
  inputs: TemplateInputs = {},
  nestedTemplates: ReadonlyMap<string, Template> = new Map(),
): StackResources {
  const template = { Resources, ...sections };
  return readStackResources(
    { stackName: 'Stack', template, nestedTemplates, assetFolders: new Map(), metadata: [] },
    environment,
    resourceTypesOf(services),
    undefined,
    inputs,
  );
}

/** The output of a stack with an API, a role and this value. */
export function resolved(Value: unknown, sections: Partial<Template> = {}, inputs: TemplateInputs = {}): string {
  const resources = {
    Api: { Type: 'AWS::ApiGateway::RestApi' },
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'App' } },
  };
  return stackOf(resources, { Outputs: { Value: { Value } }, ...sections }, inputs).outputs().Value ?? '';
}
