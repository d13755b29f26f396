import { UnsupportedError } from '../base/errors.js';
import { awsManagedPolicy } from './aws-managed-policies.js';
import type { ManagedPolicySettings } from './managed-policy-resources.js';
import type { RoleSettings } from './role-resources.js';

/** The managed policies that roles may carry, or have as their boundary. */
export interface ManagedPolicies {
  /** Those of the template. */
  readonly ofTemplate: readonly ManagedPolicySettings[];
  /** The document of this policy; undefined for one that nobody has told. */
  find(arn: string): unknown;
  /** The same. @throws UnsupportedError naming one that nobody has told, and how to tell it; `of` says whose it is */
  document(arn: string, of?: string): unknown;
}

/** @param given documents by ARN, of policies that are in no template and not known here */
export function createManagedPolicies(
  ofTemplate: readonly ManagedPolicySettings[] = [],
  given: Readonly<Record<string, unknown>> = {},
): ManagedPolicies {
  const own = new Map(ofTemplate.map(({ arn, document }) => [arn, document]));
  const find = (arn: string) => own.get(arn) ?? (Object.hasOwn(given, arn) ? given[arn] : awsManagedPolicy(arn));
  return {
    ofTemplate,
    find,
    document(arn, of = '') {
      const document = find(arn);
      if (document !== undefined) return document;
      throw new UnsupportedError(
        `the managed policy ${arn}${of}, whose document is in no template (give it: ` +
          `--managed-policy ${arn}=FILE, or startSandbox({ managedPolicies: { '${arn}': document } }))`,
      );
    },
  };
}

/** What can deny is not found missing only when somebody is let through. @throws UnsupportedError */
export function refuseUnknownBoundaries(roles: readonly RoleSettings[], managed: ManagedPolicies): void {
  for (const { roleName, boundaryArn } of roles) {
    if (boundaryArn !== undefined) managed.document(boundaryArn, boundedRole(roleName));
  }
}

/** Whose boundary it is, for a refusal. */
export function boundedRole(roleName: string): string {
  return `, which bounds role ${roleName}`;
}
