import type { AccessReport } from './access/access-report.js';
import { apiDoors } from './access/api-doors.js';
import { marksOfDoors, marksOfGuests } from './access/marks-of-doors.js';
import { marksOfRights } from './access/marks-of-rights.js';
import { marksOfTrust } from './access/marks-of-trust.js';
import { readPrincipals } from './access/principals.js';
import { createResourceNames } from './access/resource-names.js';
import { signInDoors } from './access/sign-in-doors.js';
import { stackOfReport } from './access/stack-of-report.js';
import { resourceTypesOf } from './ground.js';
import { createManagedPolicies } from './iam/managed-policies.js';
import { readManagedPolicies } from './iam/managed-policy-resources.js';
import { readRoles } from './iam/role-resources.js';
import { services } from './services.js';
import type { StackAssembly } from './template/assembly.js';
import { DEFAULT_REGION } from './template/known-region.js';

export interface AccessReportOptions {
  /** @default 'us-east-1' */
  readonly region?: string;
  /** Documents of managed policies that roles carry and that are in no template, by ARN. */
  readonly managedPolicies?: Readonly<Record<string, unknown>>;
}

/**
 * Who may do what in a synthesized stack, and what decides it; nothing is booted.
 *
 * @throws UnsupportedError for a template that cannot be read
 */
export function accessReport(
  assembly: StackAssembly,
  { region = DEFAULT_REGION, managedPolicies: given = {} }: AccessReportOptions = {},
): AccessReport {
  const resources = stackOfReport(assembly, region, resourceTypesOf(services));
  const names = createResourceNames(resources);
  const managed = readManagedPolicies(resources);
  const managedPolicies = createManagedPolicies(managed, given);
  const principals = readPrincipals({ resources, names, roles: readRoles(resources, managed), managedPolicies });
  const doors = [...signInDoors(resources, names), ...apiDoors(resources, names)];
  const marks = [
    ...principals.flatMap((principal) => [
      ...marksOfTrust(principal),
      ...marksOfGuests(principal),
      ...marksOfRights(principal),
    ]),
    ...marksOfDoors(doors),
  ];
  return { version: 1, stacks: [assembly.stackName], principals, doors, marks, resources: names.types };
}
