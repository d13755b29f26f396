import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Change, ComparedTemplate, Effect, ResourceChange, Update } from './change.js';
import { mayGoByCondition } from './conditional.js';
import { losses } from './losses.js';
import { lostWaysIn } from './lost-ways-in.js';
import { refusals } from './refusals.js';

/**
 * What an update from one template to another does to each resource that it changes. AWS's own resource schemas say what
 * is replaced, through the CDK's library; what they do not say stands in `refusals.ts`, and what users lose in
 * `losses.ts`.
 */
export function templateChanges(deployed: ComparedTemplate, next: ComparedTemplate): readonly Change[] {
  // Copies: the library changes what it compares.
  const { changes } = fullDiff(structuredClone(deployed), structuredClone(next)).resources;
  const update: Update = {
    deployed: deployed.Resources ?? {},
    next: next.Resources ?? {},
    changes: [
      ...Object.entries(changes).flatMap(([logicalId, difference]) =>
        resourceChange(logicalId, difference, { deployed, next }),
      ),
      ...onOtherConditions({ deployed, next }),
    ],
  };
  return update.changes.map((change) => {
    const { logicalId, type, effect, properties } = change;
    const problems = [...refusals(change, update), ...losses(change), ...lostWaysIn(change, update)];
    return { logicalId, type, effect, properties, problems };
  });
}

const EFFECTS: Readonly<Partial<Record<ResourceImpact, Effect>>> = {
  [ResourceImpact.WILL_CREATE]: 'added',
  [ResourceImpact.WILL_UPDATE]: 'updated',
  [ResourceImpact.MAY_REPLACE]: 'may-be-replaced',
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.WILL_DESTROY]: 'deleted',
  [ResourceImpact.WILL_ORPHAN]: 'left-behind',
};

/** Beside the properties. */
const ATTRIBUTES = ['DeletionPolicy', 'UpdateReplacePolicy', 'Condition'] as const;

/** It changes nothing that is deployed. */
const METADATA = 'AWS::CDK::Metadata';

interface Templates {
  readonly deployed: ComparedTemplate;
  readonly next: ComparedTemplate;
}

/** The library tells nothing of these. */
function onOtherConditions({ deployed, next }: Templates): ResourceChange[] {
  return Object.entries(next.Resources ?? {}).flatMap(([logicalId, after]) =>
    after.Type !== METADATA && mayGoByCondition(logicalId, deployed, next)
      ? [
          {
            logicalId,
            type: after.Type,
            effect: 'may-be-deleted' as const,
            properties: ['Condition'],
            before: deployed.Resources?.[logicalId],
            after,
          },
        ]
      : [],
  );
}

function resourceChange(
  logicalId: string,
  difference: ResourceDifference,
  { deployed, next }: Templates,
): ResourceChange[] {
  const [before, after] = [deployed.Resources?.[logicalId], next.Resources?.[logicalId]];
  const effect = EFFECTS[difference.changeImpact];
  const type = (after ?? before)?.Type ?? '';
  if (effect === undefined || type === METADATA) return [];
  if (!before || !after) return [{ logicalId, type, effect, properties: [], before, after }];
  const attributes = ATTRIBUTES.filter((name) => before[name] !== after[name]);
  const properties = [...Object.keys(difference.propertyUpdates), ...attributes];
  // What differs only in `DependsOn` or `Metadata` is not touched.
  if (properties.length === 0 && before.Type === after.Type) return [];
  return [{ logicalId, type, effect, properties, before, after }];
}
