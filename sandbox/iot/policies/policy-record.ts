import { z } from 'zod';
import type { Kept } from '../../state/table.js';
import type { Propagation } from './propagation.js';

const tag = z.strictObject({ Key: z.string(), Value: z.string() });

const version = z.strictObject({
  versionId: z.string(),
  /** The text as it was given. */
  document: z.string(),
  createdAt: z.number(),
});

const decider = z.strictObject({
  document: z.string(),
  /** Milliseconds since 1970; it decides nothing before. */
  effectiveAt: z.number(),
});

/** An IoT policy; times are milliseconds since 1970. */
export const policyRecord = z.strictObject({
  policyName: z.string(),
  tags: z.array(tag),
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** Oldest first. */
  versions: z.array(version).min(1),
  defaultVersionId: z.string(),
  /** How many versions there have ever been: an ID comes once, also when its version is deleted. */
  versionsMade: z.number(),
  /**
   * What packets are judged by: the last that has come into effect, which may lag behind the default version, and
   * outlive its own version.
   */
  deciders: z.array(decider).min(1),
  /** What the template had last; none for a policy made at run time. */
  template: z.strictObject({ document: z.string(), tags: z.array(tag) }).optional(),
  /** Not before, since it was detached from somebody. */
  deletableAt: z.number().optional(),
});

export type IotPolicy = Kept<z.infer<typeof policyRecord>>;
export type IotPolicyVersion = IotPolicy['versions'][number];
export type Tags = IotPolicy['tags'];
export type Decider = IotPolicy['deciders'][number];

/** Its first version decides at once: nobody has it yet, and an attachment has a delay of its own. */
export function newPolicy(policyName: string, document: string, tags: Tags, now: number): IotPolicy {
  return {
    policyName,
    tags,
    createdAt: now,
    modifiedAt: now,
    versions: [{ versionId: '1', document, createdAt: now }],
    defaultVersionId: '1',
    versionsMade: 1,
    deciders: [{ document, effectiveAt: 0 }],
  };
}

export function withVersion(policy: IotPolicy, document: string, now: number): [IotPolicy, IotPolicyVersion] {
  const versionsMade = policy.versionsMade + 1;
  const made = { versionId: String(versionsMade), document, createdAt: now };
  return [{ ...policy, modifiedAt: now, versionsMade, versions: [...policy.versions, made] }, made];
}

export function withDefault(
  policy: IotPolicy,
  { versionId, document }: IotPolicyVersion,
  propagation: Propagation,
  now: number,
): IotPolicy {
  if (versionId === policy.defaultVersionId) return policy;
  const current = policy.deciders.indexOf(deciderOf(policy, propagation));
  const deciders = [...policy.deciders.slice(current), { document, effectiveAt: propagation.effectiveAt() }];
  return { ...policy, modifiedAt: now, defaultVersionId: versionId, deciders };
}

export function withoutVersion(policy: IotPolicy, versionId: string, now: number): IotPolicy {
  const versions = policy.versions.filter((candidate) => candidate.versionId !== versionId);
  return { ...policy, modifiedAt: now, versions };
}

/** What decides now. Before the first one, since the clock was set back, that one does. */
export function deciderOf({ deciders }: IotPolicy, { isReached }: Propagation): Decider {
  return deciders.findLast(({ effectiveAt }) => isReached(effectiveAt)) ?? (deciders[0] as Decider);
}

export function defaultVersionOf({ versions, defaultVersionId }: IotPolicy): IotPolicyVersion {
  return versions.find(({ versionId }) => versionId === defaultVersionId) as IotPolicyVersion;
}
