import type { Environment, ResourceContext, ResourceType } from './resource-type.js';
import type { TemplateResource } from './template.js';

/** A resource of the template with IDs and attributes, its properties resolved when asked for. */
export interface StackResource extends ResourceContext {
  readonly type: string;
  properties(): Readonly<Record<string, unknown>>;
}

/** Resolved on demand: a template's order says nothing about who refers to whom. */
export function lazyResource(
  logicalId: string,
  { Type, Properties = {} }: TemplateResource,
  type: ResourceType,
  environment: Environment,
  resolve: (value: unknown) => unknown,
): StackResource {
  let properties: Record<string, unknown> | undefined;
  let physicalId: string | undefined;
  const resource: StackResource = {
    logicalId,
    type: Type,
    environment,
    get physicalId() {
      physicalId ??= type.physicalId({
        logicalId,
        environment,
        property: resource.property,
        physicalId: '',
      });
      return physicalId;
    },
    property: (name) => resolve(Properties[name]),
    properties() {
      properties ??= resolve(Properties) as Record<string, unknown>;
      return properties;
    },
  };
  return resource;
}
