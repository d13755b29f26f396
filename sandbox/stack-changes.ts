import { isDeepStrictEqual } from 'node:util';
import type { StackAssembly, TemplateResource } from './template/assembly.js';

/** A resource of a template. */
export interface NamedResource {
  readonly stackName: string;
  readonly logicalId: string;
  /** `AWS::Cognito::UserPool`. */
  readonly type: string;
}

/** What another synthesis has brought. */
export interface StackChanges {
  readonly added: readonly NamedResource[];
  /** What was in them is gone with them. */
  readonly removed: readonly NamedResource[];
  readonly changed: readonly NamedResource[];
}

/** Types that change nothing a caller could notice. */
const WITHOUT_EFFECT = ['AWS::CDK::Metadata'];

export function stackChanges(before: readonly StackAssembly[], after: readonly StackAssembly[]): StackChanges {
  const [old, now] = [resourcesOf(before), resourcesOf(after)];
  const isSame = (name: string, { resource }: Found) => isDeepStrictEqual(old.get(name)?.resource, resource);
  return {
    added: [...now].flatMap(([name, { named }]) => (old.has(name) ? [] : [named])),
    removed: [...old].flatMap(([name, { named }]) => (now.has(name) ? [] : [named])),
    changed: [...now].flatMap(([name, found]) => (old.has(name) && !isSame(name, found) ? [found.named] : [])),
  };
}

interface Found {
  readonly named: NamedResource;
  readonly resource: TemplateResource;
}

function resourcesOf(stacks: readonly StackAssembly[]): ReadonlyMap<string, Found> {
  const all = stacks.flatMap(({ stackName, template }) =>
    Object.entries(template.Resources).map(([logicalId, resource]) => {
      const named = { stackName, logicalId, type: resource.Type };
      return [`${stackName}/${logicalId}/${resource.Type}`, { named, resource }] as const;
    }),
  );
  return new Map(all.filter(([, { named }]) => !WITHOUT_EFFECT.includes(named.type)));
}
