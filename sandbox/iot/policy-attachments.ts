import { z } from 'zod';
import type { Clock } from '../base/clock.js';
import { AwsError } from '../base/errors.js';
import { type PolicyDocument, parsePolicyDocument } from '../iam/policy-document.js';
import { emptyTables, type Tables } from '../state/state.js';
import { isIdentityId } from './identity-id.js';
import type { IotPolicySettings } from './iot-resources.js';

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
  readonly policies: readonly IotPolicySettings[];
  /** Attaching again changes nothing, as on AWS. @throws AwsError as `iot:AttachPolicy` documents them */
  attach(policyName: string, target: string): void;
  /** Detaching what was not attached is no error. */
  detach(policyName: string, target: string): void;
  /** Oldest first. */
  attached(target: string): readonly IotPolicySettings[];
  targets(policyName: string): readonly string[];
  /** The documents that decide for this identity now. */
  documents(target: string): readonly PolicyDocument[];
  /** @throws AwsError `ResourceNotFoundException` */
  policy(policyName: string): IotPolicySettings;
}

export interface PolicyAttachmentsOptions {
  readonly policies: readonly IotPolicySettings[];
  readonly state: PolicyAttachmentsState;
  readonly clock: Clock;
  readonly region: string;
  /** How long a new attachment takes to work, in milliseconds; AWS documents no figure. */
  readonly delay: () => number;
}

/** Policies on one certificate or Cognito identity: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
const MOST_ATTACHMENTS = 10;
/** Characters of a policy document, white space not counted. */
const LONGEST_DOCUMENT = 2048;

export function emptyPolicyAttachments(): PolicyAttachmentsState {
  return emptyTables(policyAttachmentTables);
}

export function createPolicyAttachments({
  policies,
  state,
  clock,
  region,
  delay,
}: PolicyAttachmentsOptions): PolicyAttachments {
  for (const policy of policies) checkSize(policy);
  const documents = new Map(
    policies.map(({ policyName, document }) => [policyName, parsePolicyDocument(`IoT policy ${policyName}`, document)]),
  );

  const policy = (policyName: string) => {
    const found = policies.find((candidate) => candidate.policyName === policyName);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `Policy not found (name: ${policyName})`, 404);
  };

  const of = (target: string) => state.attachments.get(target) ?? [];

  return {
    policies,
    policy,
    attach(policyName, target) {
      policy(policyName);
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
      // One without delay works whatever time it is, also when the clock is set back.
      const effectiveAt = delay() === 0 ? 0 : clock.now() + delay();
      state.attachments.put(target, [...before, { policyName, effectiveAt }]);
    },
    detach(policyName, target) {
      policy(policyName);
      checkTarget(target, region);
      const left = of(target).filter((attachment) => attachment.policyName !== policyName);
      if (left.length > 0) state.attachments.put(target, left);
      else state.attachments.delete(target);
    },
    // A state that was kept may name policies that the template no longer has.
    attached: (target) =>
      of(target).flatMap(({ policyName }) => policies.filter((candidate) => candidate.policyName === policyName)),
    targets: (policyName) =>
      [...state.attachments.entries()]
        .filter(([, attachments]) => attachments.some((attachment) => attachment.policyName === policyName))
        .map(([target]) => target),
    documents: (target) =>
      of(target)
        .filter(({ effectiveAt }) => effectiveAt <= clock.now())
        .flatMap(({ policyName }) => documents.get(policyName) ?? []),
  };
}

/** Certificates and thing groups are not emulated. */
function checkTarget(target: string, region: string): void {
  if (isIdentityId(target, region)) return;
  throw new AwsError('InvalidRequestException', `Invalid target: ${target}`, 400);
}

function checkSize({ policyName, document }: IotPolicySettings): void {
  const size = JSON.stringify(document).replaceAll(/\s/g, '').length;
  if (size <= LONGEST_DOCUMENT) return;
  const message = `Policy ${policyName} has ${size} characters; AWS IoT takes ${LONGEST_DOCUMENT} at most.`;
  throw new AwsError('InvalidRequestException', message, 400);
}
