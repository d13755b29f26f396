import type { NamedResource, StackChanges } from '../../sandbox/index.js';

/** What another synthesis has brought, for people. */
export function toldChanges({ added, removed, changed }: StackChanges): string {
  const lines = [
    ...added.map((resource) => `  + ${named(resource)}`),
    ...changed.map((resource) => `  ~ ${named(resource)}`),
    ...removed.map((resource) => `  - ${named(resource)}, and what was in it`),
  ];
  return lines.length === 0 ? '  no resource has changed\n' : `${lines.join('\n')}\n`;
}

const named = ({ stackName, logicalId, type }: NamedResource) => `${stackName}/${logicalId} (${type})`;
