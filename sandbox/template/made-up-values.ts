import { MADE_UP_TYPES, madeUpName } from './made-up-types.js';
import { arn, letters, type ResourceContext, type ResourceType } from './resource-type.js';

/**
 * Values for a resource that is left out: what AWS would give is not known, and whatever refers to it needs something of
 * the usual kind. They name that one resource, and are never a pattern, so that what they allow is nothing else.
 */
export function madeUpType(type: string): ResourceType {
  const { ref } = made(type);
  return {
    physicalId: (context) => {
      const name = madeUpName(type, context);
      return ref === undefined ? name : ref(context, name);
    },
    idOnly: true,
  };
}

/** What `Fn::GetAtt` gives of a resource that is left out: an ARN for what is called so, else a text that names itself. */
export function madeUpAttribute(type: string, context: ResourceContext, attribute: string): unknown {
  const { attributes = {} } = made(type);
  const name = madeUpName(type, context);
  const known = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (known !== undefined) return known(context, name);
  if (/arn$/i.test(attribute))
    return arn(context, serviceOf(type), `${(type.split('::').at(-1) ?? '').toLowerCase()}/${name}`);
  return `made-up-${context.logicalId}-${attribute.replaceAll(/[^\w-]/g, '-')}-${letters(context.environment, `${context.logicalId}/${attribute}`, 6)}`;
}

/** A resource that the template's own code, or somebody else's, makes when it is deployed. */
export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function made(type: string) {
  return (Object.hasOwn(MADE_UP_TYPES, type) ? MADE_UP_TYPES[type] : undefined) ?? {};
}

/** `AWS::Batch::JobQueue` is of the service `batch`; what a custom resource makes is of none that is known. */
function serviceOf(type: string): string {
  return isCustomResource(type) ? 'made-up' : (type.split('::')[1] ?? 'made-up').toLowerCase();
}
