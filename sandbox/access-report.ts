import type { AccessReport } from './access/access-report.js';
import { apiDoors } from './access/api-doors.js';
import { marksOfDoors, marksOfGuests, marksOfStacks } from './access/marks-of-doors.js';
import { marksOfRights } from './access/marks-of-rights.js';
import { marksOfTrust } from './access/marks-of-trust.js';
import { denyingPolicyDoors } from './access/policy-doors.js';
import { readPrincipals } from './access/principals.js';
import { createResourceNames } from './access/resource-names.js';
import { signInDoors } from './access/sign-in-doors.js';
import { type StackInputs, stackOfReport } from './access/stack-of-report.js';
import { resourceTypesOf } from './ground.js';
import { createManagedPolicies } from './iam/managed-policies.js';
import { readManagedPolicies } from './iam/managed-policy-resources.js';
import { readRoles } from './iam/role-resources.js';
import { services } from './services.js';
import type { StackAssembly } from './template/assembly.js';

export interface AccessReportOptions extends StackInputs {
  /** Documents of managed policies that roles carry and that are in no template, by ARN. */
  readonly managedPolicies?: Readonly<Record<string, unknown>>;
}

/**
 * Who may do what in synthesized stacks, and what decides it; nothing is booted.
 *
 * @throws UnsupportedError for a template that cannot be read
 */
export function accessReport(assembly: StackAssembly, options: AccessReportOptions = {}): AccessReport {
  const { managedPolicies: given = {}, ...inputs } = options;
  const resources = stackOfReport(assembly, inputs, resourceTypesOf(services));
  const names = createResourceNames(resources);
  const managed = readManagedPolicies(resources);
  const managedPolicies = createManagedPolicies(managed, given);
  const principals = readPrincipals({ resources, names, roles: readRoles(resources, managed), managedPolicies });
  const doors = [signInDoors, apiDoors, denyingPolicyDoors].flatMap((doorsOf) => doorsOf(resources, names));
  const marks = [
    ...principals.flatMap((principal) => [
      ...marksOfTrust(principal),
      ...marksOfGuests(principal),
      ...marksOfRights(principal),
    ]),
    ...marksOfDoors(doors),
    ...marksOfStacks(resources),
  ];
  const stacks = resources.stacks.map(({ path }) => path);
  return { version: 1, stacks, principals, doors, marks, resources: names.types };
}
