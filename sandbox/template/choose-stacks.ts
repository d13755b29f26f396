import type { ManifestStack } from './manifest.js';

/**
 * The stacks of these names, with those that they depend on; all, where there is no name. They stay in the order in
 * which the assembly has them.
 *
 * @param folder for the error
 * @param names stack names, IDs or paths, `*` for any characters
 * @throws Error with the stacks there are
 */
export function chooseStacks(
  folder: string,
  stacks: readonly ManifestStack[],
  names: readonly string[],
): readonly ManifestStack[] {
  if (stacks.length === 0) throw new Error(`${folder} has no stack.`);
  if (names.length === 0) return stacks;
  const chosen = new Set<ManifestStack>();
  const add = (stack: ManifestStack): void => {
    if (chosen.has(stack)) return;
    chosen.add(stack);
    for (const other of stacks) if (dependsOn(stack, other)) add(other);
  };
  for (const name of names) {
    const found = stacks.filter((stack) => isCalled(stack, name));
    if (found.length === 0) {
      const there = stacks.map(({ stackName }) => stackName).join(', ');
      throw new Error(`${folder} has the stacks ${there}, and no ${name}; name one of them with --stack.`);
    }
    found.forEach(add);
  }
  return stacks.filter((stack) => chosen.has(stack));
}

function isCalled({ stackName, ids }: ManifestStack, name: string): boolean {
  const pattern = new RegExp(`^${name.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`);
  return [stackName, ...ids].some((known) => pattern.test(known));
}

/** As the manifest says, or because one reads by name what the other exports or puts out. */
function dependsOn(stack: ManifestStack, other: ManifestStack): boolean {
  if (stack === other) return false;
  if (stack.dependencies.some((id) => other.ids.includes(id))) return true;
  const exported = Object.values(other.template.Outputs ?? {}).map(({ Export }) => Export?.Name);
  return namesIn(stack.template).some((name) => exported.includes(name) || name === other.stackName);
}

/** Names of exports and of stacks, where the template has them as text. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === 'Fn::ImportValue' && typeof argument === 'string') return [argument];
    const { StackName } = (argument ?? {}) as { StackName?: unknown };
    if (key === 'Fn::GetStackOutput' && typeof StackName === 'string') return [StackName];
    return namesIn(argument);
  });
}
