import { UnsupportedError } from '../base/errors.js';

/** What `cdk bootstrap` leaves there: a version above whatever a template asks for. */
const BOOTSTRAP_VERSION = /^\/cdk-bootstrap\/[^/]+\/version$/;
/** AWS's own lists of machine images, none of which is started here. */
const PUBLIC = /^\/aws\/service\//;

/** Finds a value of Systems Manager's Parameter Store by its name. */
export type SsmValues = (name: string, neededBy: string) => string;

/**
 * The values of Parameter Store that are known: those given, and what each account has.
 *
 * @param given by name
 */
export function createSsmValues(given: Readonly<Record<string, string>>): SsmValues {
  return (name, neededBy) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) return value;
    if (BOOTSTRAP_VERSION.test(name)) return '100';
    if (PUBLIC.test(name)) return 'ami-0123456789abcdef0';
    throw new UnsupportedError(
      `${name} of Systems Manager's Parameter Store, which ${neededBy} reads (give its value: --ssm ${name}=<value>)`,
    );
  };
}
