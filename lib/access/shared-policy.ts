import type { Problem } from '../settings-error.js';
import type { GroupAccess } from './group-access.js';
import { covers, mayOverlap } from './pattern-overlap.js';
import { type CompleteTopicAccess, completeTopicAccess, defaultTopicAccess, type TopicAccess } from './topic-access.js';
import { type TopicGrant, topicGrants } from './topic-grants.js';
import { tagIn, wordsIn } from './topic-pattern.js';

/** The accesses that one IoT policy holds: of users in no group, and of each group. */
export interface SharedAccesses {
  readonly access?: TopicAccess | undefined;
  /** A group without an access has the one of users in no group. */
  readonly groups?: readonly GroupAccess[] | undefined;
}

/** One of the accesses that share an IoT policy. */
export interface PlacedAccess {
  /** Path within the settings: `groups[1].access`; `access` for a group that has none of its own. */
  readonly where: string;
  /** Undefined: users in no group. */
  readonly groupName?: string;
  readonly access: CompleteTopicAccess;
}

/** The accesses with their defaults, that of users in no group first. Throws a SettingsError where one cannot be allowed. */
export function placedAccesses({ access, groups = [] }: SharedAccesses, tags: readonly string[]): PlacedAccess[] {
  const complete = (given: TopicAccess | undefined, where: string) => completeTopicAccess(given, { where, tags });
  const own = groups.map((group, index) => {
    const where = group.access ? `groups[${index}].access` : 'access';
    return { where, groupName: group.name, access: complete(group.access ?? access, where) };
  });
  return [{ where: 'access', access: complete(access, 'access') }, ...own];
}

/**
 * Everybody has the one IoT policy that holds all accesses, and a role that holds the own access alone: so each may do
 * what both allow, and that is the own access again. Each pattern of a role is at least as narrow as it is in the IoT
 * policy, but for those with `{thing}`: the role has `*` there, and only the IoT policy holds to the own thing. Where
 * another access has a pattern that covers some of that `*`, the two would allow what neither says. Every such pair is a
 * problem; none means that nobody gains anything by sharing.
 */
export function sharedPolicyProblems(accesses: readonly PlacedAccess[]): Problem[] {
  const all = accesses.map((placed) => ({ ...placed, grants: topicGrants(placed.access) }));
  const problems = all.flatMap((own) =>
    all.filter((one) => one !== own).flatMap((other) => gains(own, other).map((gain) => asProblem(own, other, gain))),
  );
  // A shadow is several topics, and has each problem once.
  return [...new Map(problems.map((problem) => [problem.where + problem.what, problem])).values()];
}

interface Rendered extends PlacedAccess {
  readonly grants: readonly TopicGrant[];
}

interface Gain {
  readonly held: TopicGrant;
  readonly gained: TopicGrant;
}

/** Patterns of the one with `{thing}`, each with a pattern of the other that the one's own IoT policy would not have. */
function gains(own: Rendered, other: Rendered): Gain[] {
  const things = own.grants.filter(({ pattern }) => wordsIn(pattern).includes('thing'));
  return things.flatMap((held) =>
    other.grants
      .filter(({ action, pattern }) => action === held.action && mayOverlap(held.pattern, pattern))
      .filter(
        (gained) => !own.grants.some((one) => one.action === gained.action && covers(one.pattern, gained.pattern)),
      )
      .map((gained) => ({ held, gained })),
  );
}

function asProblem(own: PlacedAccess, other: PlacedAccess, { held, gained }: Gain): Problem {
  const [mine, theirs] = [own.access[held.field][held.index] ?? '', other.access[gained.field][gained.index] ?? ''];
  const where = `${own.where}.${held.field}[${held.index}]`;
  // It may stand nowhere in what was written.
  const byDefault = defaultTopicAccess[gained.field].includes(theirs) ? ' (a default)' : '';
  const remedies = [
    ...(mine.startsWith('{thing}') ? [] : ['begin the two with different fixed text']),
    // A tag beside `{thing}` is the same problem within one access.
    ...(tagIn(theirs) ? [] : [`add ${JSON.stringify(theirs)} to ${own.where}.${gained.field} too`]),
  ];
  const what =
    `given ${JSON.stringify(mine)}: {thing} is any text in the role, and the IoT policy, which all users share, has ` +
    `${JSON.stringify(theirs)} of ${other.where}.${gained.field}[${gained.index}]${byDefault} as well, so that the two would allow ` +
    `what ${own.where} does not; ${remedies.join(', or ') || 'use one of the two'}`;
  return { where, what };
}
