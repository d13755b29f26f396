import { isDeepStrictEqual } from 'node:util';
import type { Table } from '../../state/table.js';
import type { IotPolicySettings } from '../iot-resources.js';
import { type IotPolicy, newPolicy, withDefault, withoutVersion, withVersion } from './policy-record.js';
import type { Propagation } from './propagation.js';

/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicyVersion.html */
export const MOST_VERSIONS = 5;

/**
 * Brings the template's policies into the table, as CloudFormation would from the state that was kept:
 *
 * - One that is new is made. One that has its name already, made at run time, becomes the template's; on AWS that is an
 *   import.
 * - One whose document has changed in the template gets it as a new default version. Where it has the most versions
 *   there may be, the oldest that is not the default goes, as with other tools of deployment: what CloudFormation does
 *   is not documented.
 * - One that the template has as before stays as it was left, whatever was done to it at run time: CloudFormation does
 *   not see that either. Only one that was deleted comes back, as with a new stack.
 * - One that the template no longer has is deleted.
 */
export function deployPolicies(
  table: Table<IotPolicy>,
  settings: readonly IotPolicySettings[],
  propagation: Propagation,
  now: number,
): void {
  for (const { policyName, template } of [...table.values()]) {
    if (template !== undefined && !settings.some((policy) => policy.policyName === policyName))
      table.delete(policyName);
  }
  for (const { policyName, ...given } of settings) {
    const template = { document: JSON.stringify(given.document), tags: [...(given.tags ?? [])] };
    const before = table.get(policyName);
    if (isDeepStrictEqual(before?.template, template)) continue;
    const after =
      before === undefined
        ? newPolicy(policyName, template.document, template.tags, now)
        : updated(before, template, propagation, now);
    table.put(policyName, { ...after, template });
  }
}

function updated(
  policy: IotPolicy,
  { document, tags }: NonNullable<IotPolicy['template']>,
  propagation: Propagation,
  now: number,
): IotPolicy {
  const tagged = { ...policy, tags };
  if (policy.template?.document === document) return tagged;
  const oldest = policy.versions.find(({ versionId }) => versionId !== policy.defaultVersionId);
  const isFull = policy.versions.length >= MOST_VERSIONS;
  const roomy = isFull && oldest !== undefined ? withoutVersion(tagged, oldest.versionId, now) : tagged;
  return withDefault(...withVersion(roomy, document, now), propagation, now);
}
