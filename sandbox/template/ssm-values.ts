import { UnsupportedError } from '../base/errors.js';
import type { StackResource } from './lazy-resource.js';
import { letters, type ResourceType, text } from './resource-type.js';

export const SSM_PARAMETER = 'AWS::SSM::Parameter';

export const ssmParameterType: ResourceType = {
  physicalId: ({ environment, logicalId, property }) =>
    text(property('Name')) ?? `CFN-${logicalId}-${letters(environment, logicalId, 12)}`,
  attributes: { Value: ({ property }) => String(property('Value')), Type: ({ property }) => String(property('Type')) },
  idOnly: true,
};

/** What `cdk bootstrap` leaves there: a version above whatever a template asks for. */
const BOOTSTRAP_VERSION = /^\/cdk-bootstrap\/[^/]+\/version$/;
/** AWS's own lists of machine images, none of which is started here. */
const PUBLIC = /^\/aws\/service\//;

/** Finds a value of Systems Manager's Parameter Store by its name. */
export type SsmValues = (name: string, neededBy: string) => string;

/**
 * The values of Parameter Store that are known: those given, those that templates make, and what each account has.
 *
 * @param given by name
 * @param ofTemplates the parameters that the templates make; asked for once one is read
 */
export function createSsmValues(
  given: Readonly<Record<string, string>>,
  ofTemplates: () => readonly StackResource[],
): SsmValues {
  return (name, neededBy) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) return value;
    if (BOOTSTRAP_VERSION.test(name)) return '100';
    if (PUBLIC.test(name)) return 'ami-0123456789abcdef0';
    const made = ofTemplates().find(({ physicalId }) => physicalId === name);
    if (made !== undefined) return String(made.property('Value'));
    throw new UnsupportedError(
      `${name} of Systems Manager's Parameter Store, which ${neededBy} reads (give its value: --ssm ${name}=<value>)`,
    );
  };
}
