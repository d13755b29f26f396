import { UnsupportedError } from '../base/errors.js';
import type { Template, TemplateResource } from './assembly.js';
import { readConditions } from './conditions.js';
import { refuseDependencyCycle } from './dependency-cycle.js';
import { resolveIntrinsics, type Scope } from './intrinsics.js';
import type { Parameters } from './parameters.js';
import type { Environment, ResourceContext, ResourceType, ResourceTypes } from './resource-type.js';
import { holdRules } from './rules.js';

/** A resource of the template with IDs and attributes, its properties resolved when asked for. */
export interface StackResource extends ResourceContext {
  readonly type: string;
  properties(): Readonly<Record<string, unknown>>;
}

/** Attributes that are only known once something has run: `Fn::GetAtt` of a custom resource. */
export type LateAttribute = (resource: StackResource, name: string) => string | undefined;

/** One template with its parameters' values: every resource that its conditions let be. */
export interface TemplateStack {
  readonly environment: Environment;
  readonly parameters: Parameters;
  readonly resources: readonly StackResource[];
  outputs(): Record<string, string>;
  readonly notEmulated: readonly { readonly logicalId: string; readonly type: string }[];
}

export interface TemplateStackOptions {
  readonly template: Template;
  readonly environment: Environment;
  readonly parameters: Parameters;
  /** Those that are emulated. */
  readonly resourceTypes: ResourceTypes;
  readonly lateAttribute: LateAttribute;
}

/** Types that change nothing a caller could notice. */
const WITHOUT_EFFECT = ['AWS::CDK::Metadata'];
/** Types that could deny what the sandbox, leaving them out, would let through. */
const NOT_TO_BE_LEFT_OUT = ['AWS::Organizations::Policy'];
/** What it brings is worked out here; any other transform is a program that AWS runs. */
const KNOWN_TRANSFORMS = ['AWS::LanguageExtensions'];

/**
 * Gives every resource of the template its identity and resolves what refers to what.
 *
 * @throws UnsupportedError for a transform, for what could deny and is not emulated, and when something emulated depends
 * on something that is not; DeploymentError for what a rule of the template forbids; Error for resources that refer to
 * each other in a circle
 */
export function readTemplateStack(options: TemplateStackOptions): TemplateStack {
  const { template, environment, parameters, resourceTypes, lateAttribute } = options;
  const { Mappings = {}, Outputs = {} } = template;
  const resources = new Map<string, StackResource>();
  refuseTransforms(template);

  const beforeResources = {
    ref(name: string): unknown {
      const pseudo = pseudoParameters(environment);
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (parameters.has(name)) return parameters.value(name);
      throw new UnsupportedError(`a reference to ${name} in stack ${environment.stackName}`);
    },
    mapped: (map: string, topKey: string, secondKey: string) => entryOf(Mappings, [map, topKey, secondKey]),
  };
  const condition = readConditions(template, beforeResources);
  const isThere = ({ Condition }: { readonly Condition?: string }) => Condition === undefined || condition(Condition);

  const scope: Scope = {
    ...beforeResources,
    condition,
    ref: (name) => (Object.hasOwn(template.Resources, name) ? find(name).physicalId : beforeResources.ref(name)),
    attribute(logicalId, name) {
      const resource = find(logicalId);
      const { attributes = {}, hasLateAttributes = false } = resourceTypes[resource.type] ?? {};
      const known = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (known !== undefined) return known(resource);
      const late = hasLateAttributes ? lateAttribute(resource, name) : undefined;
      if (late === undefined) throw new UnsupportedError(`attribute ${name} of ${resource.type} ${logicalId}`);
      return late;
    },
    imported(name) {
      throw new UnsupportedError(`the export ${name}, which another stack has`);
    },
    outputOf(stackName, outputName) {
      throw new UnsupportedError(`the output ${outputName} of another stack, ${stackName}`);
    },
  };
  const resolve = (value: unknown) => resolveIntrinsics(value, scope);

  const find = (logicalId: string) => {
    const resource = resources.get(logicalId);
    if (resource !== undefined) return resource;
    const type = template.Resources[logicalId]?.Type;
    throw new UnsupportedError(
      type === undefined ? `a reference to ${logicalId}` : `${type} ${logicalId}, which others refer to`,
    );
  };

  holdRules(template, `stack ${environment.stackName}`, scope);
  const there = Object.fromEntries(
    Object.entries(template.Resources).filter(
      ([, resource]) => !WITHOUT_EFFECT.includes(resource.Type) && isThere(resource),
    ),
  );
  refuseWhatDenies(there);
  refuseDependencyCycle(there, condition);
  for (const [logicalId, resource] of Object.entries(there)) {
    const type = Object.hasOwn(resourceTypes, resource.Type) ? resourceTypes[resource.Type] : undefined;
    if (type !== undefined) resources.set(logicalId, lazyResource(logicalId, resource, type, environment, resolve));
  }

  return {
    environment,
    parameters,
    resources: [...resources.values()],
    outputs: () =>
      Object.fromEntries(
        Object.entries(Outputs)
          .filter(([, output]) => isThere(output))
          .map(([name, { Value }]) => [name, String(resolve(Value))]),
      ),
    notEmulated: Object.entries(there)
      .filter(([, { Type }]) => !isEmulated(Type, resourceTypes))
      .map(([logicalId, { Type }]) => ({ logicalId, type: Type })),
  };
}

function pseudoParameters({ stackName, region, accountId }: Environment): Readonly<Record<string, unknown>> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/sandbox`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': undefined,
  };
}

function entryOf(mappings: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    mappings,
  );
}

function isEmulated(type: string, resourceTypes: ResourceTypes): boolean {
  return Object.hasOwn(resourceTypes, type) && resourceTypes[type]?.idOnly !== true;
}

function refuseTransforms({ Transform }: Template): void {
  const unknown = [Transform ?? []].flat().find((name) => !KNOWN_TRANSFORMS.includes(String(name)));
  if (unknown !== undefined) throw new UnsupportedError(`the transform ${JSON.stringify(unknown)}`);
}

/** What decides what others may do must not be left out without a word. */
function refuseWhatDenies(resources: Template['Resources']): void {
  for (const [name, { Type }] of Object.entries(resources)) {
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
