import { NESTED_STACK } from '../template/nested-stack.js';
import { letters, uuid } from '../template/resource-type.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';

/** The resources of the stacks by names that say which one it is: `<UserPool>`, as somebody reads the template. */
export interface ResourceNames {
  /** `<LogicalId>`, or `<Stack/LogicalId>` where several stacks have one of that name. */
  of(resource: Pick<StackResource, 'logicalId' | 'environment'>): string;
  /** The same value, with such a name for each ID that only CloudFormation would have made up. */
  named<T>(value: T): T;
  /** Every name, with the type of its resource. */
  readonly types: Readonly<Record<string, string>>;
}

/** IDs shorter than this may stand in a text by accident. */
const SHORTEST_ID = 6;

/** An attribute of a resource that nothing is known of (`madeUpAttribute`). */
const MADE_UP_ATTRIBUTE = /made-up-([A-Za-z0-9]+)-([\w-]+?)-[A-Za-z0-9]{6}(?![A-Za-z0-9])/g;

export function createResourceNames({ all, stacks }: Pick<StackResources, 'all' | 'stacks'>): ResourceNames {
  const of = ({ logicalId, environment: { stackName } }: Pick<StackResource, 'logicalId' | 'environment'>) => {
    const isAlone = all.filter((other) => other.logicalId === logicalId).length < 2;
    const path = stacks.find(({ environment }) => environment.stackName === stackName)?.path ?? stackName;
    return isAlone ? `<${logicalId}>` : `<${path}/${logicalId}>`;
  };
  // The longest first: one name may begin with another.
  const made = all
    .filter(isMadeUp)
    .map((resource) => [lastPart(resource.physicalId), of(resource)] as const)
    .sort(([a], [b]) => b.length - a.length);
  const namedText = (text: string) =>
    made.reduce((so, [id, name]) => so.replaceAll(id, name), text).replaceAll(MADE_UP_ATTRIBUTE, '<$1>.$2');
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return namedText(value);
    if (Array.isArray(value)) return value.map(named);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [namedText(key), named(item)]));
  };
  return {
    of,
    named: <T>(value: T) => named(value) as T,
    types: Object.fromEntries(all.map((resource) => [of(resource), resource.type])),
  };
}

/** A name of the template's own is one that people know; others change with the logical ID. */
function isMadeUp({ environment, logicalId, physicalId, type }: StackResource): boolean {
  if (type === NESTED_STACK) return false;
  const id = lastPart(physicalId).toLowerCase();
  const marks = [letters(environment, logicalId, SHORTEST_ID).toLowerCase(), uuid(environment, logicalId).slice(0, 8)];
  return marks.some((mark) => id.includes(mark));
}

/** Of an ARN, what only this resource has. */
function lastPart(physicalId: string): string {
  return physicalId.startsWith('arn:') ? (physicalId.split(/[:/]/).at(-1) ?? physicalId) : physicalId;
}
