import { UnsupportedError } from '../base/errors.js';
import type { StackAssembly, Template, TemplateResource } from './assembly.js';
import { refuseDependencyCycle } from './dependency-cycle.js';
import { resolveIntrinsics } from './intrinsics.js';
import type { Environment, ResourceContext, ResourceType, ResourceTypes } from './resource-type.js';

/** A resource of the template with IDs and attributes, its properties resolved when asked for. */
export interface StackResource extends ResourceContext {
  readonly type: string;
  properties(): Readonly<Record<string, unknown>>;
}

export interface StackResources {
  readonly environment: Environment;
  /** Every emulated resource of this type. */
  ofType(type: string): readonly StackResource[];
  /** Every emulated resource of the stack itself. */
  readonly all: readonly StackResource[];
  /** The stack's outputs, resolved. */
  outputs(): Record<string, string>;
  /** Resources whose type the sandbox does not emulate; nothing that works may depend on one. */
  readonly notEmulated: readonly { readonly logicalId: string; readonly type: string }[];
}

/** Types that change nothing a caller could notice. */
const WITHOUT_EFFECT = ['AWS::CDK::Metadata'];
/** Types that could deny what the sandbox, leaving them out, would let through. */
const NOT_TO_BE_LEFT_OUT = ['AWS::Organizations::Policy'];

/** Attributes that are only known once something has run: `Fn::GetAtt` of a custom resource. */
export type LateAttribute = (resource: StackResource, name: string) => string | undefined;

/**
 * Gives every resource of the template its identity and resolves what refers to what.
 *
 * @param resourceTypes those that are emulated
 * @param lateAttribute asked for what a resource with late attributes does not fix
 * @throws UnsupportedError for conditions, mappings, parameters and transforms, and when something emulated depends on
 * something that is not; Error for resources that refer to each other in a circle
 */
export function readStackResources(
  { template, stackName }: StackAssembly,
  { region, accountId }: Omit<Environment, 'stackName'>,
  resourceTypes: ResourceTypes,
  lateAttribute: LateAttribute = () => undefined,
): StackResources {
  const environment = { stackName, region, accountId };
  const resources = new Map<string, StackResource>();
  const entries = Object.entries(template.Resources);
  refuseWhatDecides(template);
  refuseDependencyCycle(template);

  const pseudo: Record<string, string | undefined> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/sandbox`,
    'AWS::NoValue': undefined,
  };

  const references = {
    ref(logicalId: string) {
      if (Object.hasOwn(pseudo, logicalId)) return pseudo[logicalId];
      return find(logicalId).physicalId;
    },
    attribute(logicalId: string, name: string) {
      const resource = find(logicalId);
      const { attributes = {}, hasLateAttributes = false } = resourceTypes[resource.type] ?? {};
      const known = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (known !== undefined) return known(resource);
      const late = hasLateAttributes ? lateAttribute(resource, name) : undefined;
      if (late === undefined) throw new UnsupportedError(`attribute ${name} of ${resource.type} ${logicalId}`);
      return late;
    },
  };

  const find = (logicalId: string) => {
    const resource = resources.get(logicalId);
    if (resource !== undefined) return resource;
    const type = template.Resources[logicalId]?.Type;
    throw new UnsupportedError(
      type === undefined ? `a reference to ${logicalId}` : `${type} ${logicalId}, which others refer to`,
    );
  };

  const resolve = (value: unknown) => resolveIntrinsics(value, references);

  for (const [logicalId, resource] of entries) {
    const type = Object.hasOwn(resourceTypes, resource.Type) ? resourceTypes[resource.Type] : undefined;
    if (type !== undefined) resources.set(logicalId, lazyResource(logicalId, resource, type, environment, resolve));
  }

  return {
    environment,
    all: [...resources.values()],
    ofType: (type) => [...resources.values()].filter((resource) => resource.type === type),
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, String(resolve(Value))]),
      ),
    notEmulated: entries
      .filter(([, { Type }]) => !isEmulated(Type, resourceTypes) && !WITHOUT_EFFECT.includes(Type))
      .map(([logicalId, { Type }]) => ({ logicalId, type: Type })),
  };
}

function isEmulated(type: string, resourceTypes: ResourceTypes): boolean {
  return Object.hasOwn(resourceTypes, type) && resourceTypes[type]?.idOnly !== true;
}

/** What decides whether there is a resource at all, or what it may do, must not be left out without a word. */
function refuseWhatDecides({ Transform, Resources, Outputs = {} }: Template): void {
  if (Transform !== undefined) throw new UnsupportedError(`the transform ${JSON.stringify(Transform)}`);
  const deciding = Object.entries(Resources).filter(([, { Type }]) => !WITHOUT_EFFECT.includes(Type));
  for (const [name, { Condition }] of [...deciding, ...Object.entries(Outputs)]) {
    if (Condition !== undefined) throw new UnsupportedError(`the condition on ${name}`);
  }
  for (const [name, { Type }] of Object.entries(Resources)) {
    if (NOT_TO_BE_LEFT_OUT.includes(Type)) throw new UnsupportedError(`${Type} ${name}`);
  }
}

/** Resolved on demand: a template's order says nothing about who refers to whom. */
function lazyResource(
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
