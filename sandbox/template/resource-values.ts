import { UnsupportedError } from '../base/errors.js';
import type { StackResource } from './lazy-resource.js';
import { MADE_UP_TYPES } from './made-up-types.js';
import type { MadeUpUses } from './made-up-uses.js';
import { isCustomResource, madeUpAttribute } from './made-up-values.js';
import type { ResourceTypes } from './resource-type.js';

/** Attributes that are only known once something has run: `Fn::GetAtt` of a custom resource. */
export type LateAttribute = (resource: StackResource, name: string) => string | undefined;

export interface ResourceValuesOptions {
  /** Of the stack, for people. */
  readonly path: string;
  /** Those that are emulated. */
  readonly resourceTypes: ResourceTypes;
  readonly lateAttribute: LateAttribute;
  /** By `Stack/LogicalId.Attribute`. */
  readonly givenAttributes: Readonly<Record<string, string>>;
  readonly madeUpUses: MadeUpUses;
  readonly isLeftOut: (resource: StackResource) => boolean;
}

/** What `Ref` and `Fn::GetAtt` give of a resource: what was given, what is known, else what is made up. */
export interface ResourceValues {
  ref(resource: StackResource): unknown;
  /** @throws UnsupportedError for an attribute that an emulated resource does not have */
  attribute(resource: StackResource, name: string): unknown;
}

export function createResourceValues(options: ResourceValuesOptions): ResourceValues {
  const { path, resourceTypes, lateAttribute, givenAttributes, madeUpUses, isLeftOut } = options;
  const given = (key: string) => (Object.hasOwn(givenAttributes, key) ? givenAttributes[key] : undefined);
  const noteMadeUp = ({ type, logicalId }: StackResource, name: string, key: string) => {
    if (isCustomResource(type)) madeUpUses.note({ what: `${name} of ${type} ${logicalId} of stack ${path}`, key });
  };

  return {
    ref(resource) {
      const key = `${path}/${resource.logicalId}.Ref`;
      const known = given(key);
      if (known !== undefined) return known;
      if (isLeftOut(resource)) noteMadeUp(resource, 'Ref', key);
      return resource.physicalId;
    },
    attribute(resource, name) {
      const key = `${path}/${resource.logicalId}.${name}`;
      const { attributes = {}, idOnly, hasLateAttributes } = resourceTypes[resource.type] ?? {};
      const known = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      const value = given(key) ?? known?.(resource);
      if (value !== undefined) return value;
      const isCustom = isCustomResource(resource.type);
      const late = isCustom ? lateAttribute(resource, name) : undefined;
      if (late !== undefined) return late;
      const isKnown = Object.hasOwn(MADE_UP_TYPES[resource.type]?.attributes ?? {}, name);
      if (!isLeftOut(resource) && idOnly !== true && hasLateAttributes !== true && !isKnown) {
        throw new UnsupportedError(`attribute ${name} of ${resource.type} ${resource.logicalId}`);
      }
      noteMadeUp(resource, name, key);
      return madeUpAttribute(resource.type, resource, name);
    },
  };
}
