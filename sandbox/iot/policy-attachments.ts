import type { Clock } from '../clock.js';
import { AwsError } from '../errors.js';
import { type PolicyDocument, parsePolicyDocument } from '../iam/policy-document.js';
import type { IotPolicySettings } from '../template/iot-resources.js';
import { isIdentityId } from './identity-id.js';

/** Who has which IoT policy; plain JSON, so that it can be kept between two starts. */
export interface PolicyAttachmentsState {
  /** Identity ID to its attachments, oldest first. */
  readonly attachments: Record<string, Attachment[]>;
}

interface Attachment {
  readonly policyName: string;
  /** Milliseconds since 1970; the attachment decides nothing before. */
  readonly effectiveAt: number;
}

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
  return { attachments: {} };
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

  const of = (target: string) => (Object.hasOwn(state.attachments, target) ? (state.attachments[target] ?? []) : []);

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
      state.attachments[target] = [...before, { policyName, effectiveAt: clock.now() + delay() }];
    },
    detach(policyName, target) {
      policy(policyName);
      checkTarget(target, region);
      const left = of(target).filter((attachment) => attachment.policyName !== policyName);
      if (left.length > 0) state.attachments[target] = left;
      else delete state.attachments[target];
    },
    // A state that was kept may name policies that the template no longer has.
    attached: (target) =>
      of(target).flatMap(({ policyName }) => policies.filter((candidate) => candidate.policyName === policyName)),
    targets: (policyName) =>
      Object.entries(state.attachments)
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
