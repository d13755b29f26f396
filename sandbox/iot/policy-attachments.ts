import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import type { PolicyDocument } from '../iam/policy-document.js';
import { emptyTables, type Tables } from '../state/state.js';
import { isIdentityId } from './identity-id.js';
import { type IotPolicies, undeletable } from './policies/iot-policies.js';
import type { IotPolicy } from './policies/policy-record.js';
import type { Propagation } from './policies/propagation.js';

const attachment = z.strictObject({
  policyName: z.string(),
  /** Milliseconds since 1970; the attachment decides nothing before. */
  effectiveAt: z.number(),
});

/** Who has which IoT policy. */
export const policyAttachmentTables = {
  /** By identity ID, oldest attachment first. */
  attachments: z.array(attachment),
};

export type PolicyAttachmentsState = Tables<typeof policyAttachmentTables>;

export interface PolicyAttachments {
  /** Attaching again changes nothing, as on AWS. @throws AwsError as `iot:AttachPolicy` documents them */
  attach(policyName: string, target: string): void;
  /** Detaching what was not attached is no error. */
  detach(policyName: string, target: string): void;
  /** Oldest first. */
  attached(target: string): readonly IotPolicy[];
  targets(policyName: string): readonly string[];
  /** The documents that decide for this identity now. */
  documents(target: string): readonly PolicyDocument[];
  /** @throws AwsError as `iot:DeletePolicy` documents them: while somebody has it, too */
  deletePolicy(policyName: string): void;
}

export interface PolicyAttachmentsOptions {
  readonly policies: IotPolicies;
  readonly state: PolicyAttachmentsState;
  readonly region: string;
  /** How long a new attachment takes to work; AWS documents no figure. */
  readonly propagation: Propagation;
}

/** Policies on one certificate or Cognito identity: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
const MOST_ATTACHMENTS = 10;

export function emptyPolicyAttachments(): PolicyAttachmentsState {
  return emptyTables(policyAttachmentTables);
}

export function createPolicyAttachments(options: PolicyAttachmentsOptions): PolicyAttachments {
  const { policies, state, region, propagation } = options;
  dropOrphans(state, policies);
  const of = (target: string) => state.attachments.get(target) ?? [];
  const targets = (policyName: string) =>
    [...state.attachments.entries()]
      .filter(([, attachments]) => attachments.some((attachment) => attachment.policyName === policyName))
      .map(([target]) => target);

  return {
    targets,
    attach(policyName, target) {
      policies.get(policyName);
      checkTarget(target, region);
      const before = of(target);
      if (before.some((attachment) => attachment.policyName === policyName)) return;
      if (before.length >= MOST_ATTACHMENTS) {
        throw new AwsError(
          'LimitExceededException',
          `The number of policies attached to ${target} exceeds the limit`,
          410,
        );
      }
      state.attachments.put(target, [...before, { policyName, effectiveAt: propagation.effectiveAt() }]);
    },
    detach(policyName, target) {
      policies.get(policyName);
      checkTarget(target, region);
      const before = of(target);
      const left = before.filter((attachment) => attachment.policyName !== policyName);
      if (left.length === before.length) return;
      policies.wasDetached(policyName);
      if (left.length > 0) state.attachments.put(target, left);
      else state.attachments.delete(target);
    },
    attached: (target) => of(target).map(({ policyName }) => policies.get(policyName)),
    documents: (target) =>
      of(target)
        .filter(({ effectiveAt }) => propagation.isReached(effectiveAt))
        .map(({ policyName }) => policies.document(policyName)),
    deletePolicy(policyName) {
      policies.get(policyName);
      if (targets(policyName).length > 0) {
        throw undeletable('the policy is attached to one or more principals', policyName);
      }
      policies.delete(policyName);
    },
  };
}

/**
 * A state that was kept may name policies that the template no longer has. CloudFormation deletes one only when nobody
 * has it; were the attachments kept, a later policy of the same name would belong to those who had the former.
 */
function dropOrphans({ attachments }: PolicyAttachmentsState, policies: IotPolicies): void {
  for (const [target, before] of [...attachments.entries()]) {
    const left = before.filter(({ policyName }) => policies.has(policyName));
    if (left.length === 0) attachments.delete(target);
    else if (left.length < before.length) attachments.put(target, left);
  }
}

/** Certificates and thing groups are not emulated. */
function checkTarget(target: string, region: string): void {
  if (isIdentityId(target, region)) return;
  throw new AwsError('InvalidRequestException', `Invalid target: ${target}`, 400);
}
