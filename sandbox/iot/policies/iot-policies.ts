import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import { type PolicyDocument, parsePolicyDocument } from '../../iam/policy-document.js';
import { emptyTables, type Tables } from '../../state/state.js';
import type { IotPolicySettings } from '../iot-resources.js';
import { deployPolicies, MOST_VERSIONS } from './deploy-policies.js';
import { checkPolicyText } from './policy-grammar.js';
import {
  type Decider,
  deciderOf,
  type IotPolicy,
  type IotPolicyVersion,
  newPolicy,
  policyRecord,
  type Tags,
  withDefault,
  withoutVersion,
  withVersion,
} from './policy-record.js';
import type { Propagation } from './propagation.js';

/** The policies with all their versions. */
export const iotPolicyTables = {
  /** By name, oldest first. */
  policies: policyRecord,
};

export type IotPoliciesState = Tables<typeof iotPolicyTables>;

/** What changes or asks for one that is not there throws `ResourceNotFoundException`. */
export interface IotPolicies {
  /** @throws AwsError also for the same document, as on AWS */
  create(policyName: string, document: string, tags: Tags): IotPolicy;
  /** Whether somebody has it is not known here. @throws AwsError while there are versions beside the default one */
  delete(policyName: string): void;
  get(policyName: string): IotPolicy;
  has(policyName: string): boolean;
  /** Oldest first. */
  list(): readonly IotPolicy[];
  createVersion(policyName: string, document: string, setAsDefault: boolean): IotPolicyVersion;
  version(policyName: string, versionId: string): IotPolicyVersion;
  setDefault(policyName: string, versionId: string): void;
  /** @throws AwsError for the default version */
  deleteVersion(policyName: string, versionId: string): void;
  setTags(policyName: string, tags: Tags): void;
  /** Takes note that somebody lost it. */
  wasDetached(policyName: string): void;
  /** The document that decides now; each is parsed once. */
  document(policyName: string): PolicyDocument;
}

export interface IotPoliciesOptions {
  /** The template's. */
  readonly settings: readonly IotPolicySettings[];
  readonly state: IotPoliciesState;
  readonly clock: Clock;
  readonly propagation: Propagation;
}

export function emptyIotPolicies(): IotPoliciesState {
  return emptyTables(iotPolicyTables);
}

/** @throws UnsupportedError for a document that it cannot judge */
export function createIotPolicies({ settings, state, clock, propagation }: IotPoliciesOptions): IotPolicies {
  const { policies } = state;
  const parsed = new WeakMap<Decider, PolicyDocument>();

  const parse = (policyName: string, decider: Decider) => {
    const before = parsed.get(decider);
    if (before !== undefined) return before;
    const document = parsePolicyDocument(`IoT policy ${policyName}`, JSON.parse(decider.document));
    parsed.set(decider, document);
    return document;
  };

  const get = (policyName: string) => {
    const found = policies.get(policyName);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `Policy not found (name: ${policyName})`, 404);
  };

  const version = (policyName: string, versionId: string) => {
    const found = get(policyName).versions.find((candidate) => candidate.versionId === versionId);
    if (found !== undefined) return found;
    const message = `Policy version not found (name: ${policyName}, version: ${versionId})`;
    throw new AwsError('ResourceNotFoundException', message, 404);
  };

  const put = (policy: IotPolicy) => policies.put(policy.policyName, policy);

  deployPolicies(policies, settings, propagation, clock.now());
  for (const { policyName, deciders } of policies.values()) for (const decider of deciders) parse(policyName, decider);

  return {
    get,
    version,
    has: (policyName) => policies.get(policyName) !== undefined,
    list: () => [...policies.values()],
    create(policyName, document, tags) {
      checkPolicyText(policyName, document);
      if (policies.get(policyName) !== undefined) {
        const message = `Policy cannot be created - name already exists (name=${policyName})`;
        throw new AwsError('ResourceAlreadyExistsException', message, 409);
      }
      const policy = newPolicy(policyName, document, tags, clock.now());
      put(policy);
      return policy;
    },
    delete(policyName) {
      const { versions, deletableAt = 0 } = get(policyName);
      if (versions.length > 1) throw undeletable('versions other than the default version exist', policyName);
      if (!propagation.isReached(deletableAt)) throw undeletable('it was detached a moment ago', policyName);
      policies.delete(policyName);
    },
    createVersion(policyName, document, setAsDefault) {
      checkPolicyText(policyName, document);
      const policy = get(policyName);
      if (policy.versions.length >= MOST_VERSIONS) {
        const message = `The policy ${policyName} already has the maximum number of versions (${MOST_VERSIONS})`;
        throw new AwsError('VersionsLimitExceededException', message, 409);
      }
      const [after, made] = withVersion(policy, document, clock.now());
      put(setAsDefault ? withDefault(after, made, propagation, clock.now()) : after);
      return made;
    },
    setDefault(policyName, versionId) {
      const policy = get(policyName);
      const after = withDefault(policy, version(policyName, versionId), propagation, clock.now());
      if (after !== policy) put(after);
    },
    deleteVersion(policyName, versionId) {
      const policy = get(policyName);
      if (version(policyName, versionId).versionId === policy.defaultVersionId) {
        throw new AwsError('DeleteConflictException', 'Cannot delete the default version of a policy', 409);
      }
      put(withoutVersion(policy, versionId, clock.now()));
    },
    setTags: (policyName, tags) => put({ ...get(policyName), tags }),
    wasDetached(policyName) {
      const deletableAt = propagation.deletableAt();
      if (deletableAt > 0) put({ ...get(policyName), deletableAt });
    },
    document: (policyName) => parse(policyName, deciderOf(get(policyName), propagation)),
  };
}

/** `DeleteConflictException`. */
export function undeletable(why: string, policyName: string): AwsError {
  return new AwsError('DeleteConflictException', `The policy cannot be deleted as ${why} (name=${policyName})`, 409);
}
