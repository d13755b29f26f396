import type { AccessReport } from './access-report.js';
import type { Right } from './right.js';

/**
 * The earlier report in the names of the later one. A resource that is gone and one of its type that is new are one and
 * the same where they are spoken of in the same way: its logical ID has changed, and nothing else.
 */
export function inNewNames(before: AccessReport, after: AccessReport): AccessReport {
  const names = renaming(before, after);
  if (names.size === 0) return before;
  const text = JSON.stringify(before).replaceAll(NAME, (name) => names.get(name) ?? name);
  return JSON.parse(text);
}

const NAME = /<[^<>"\\]+>/g;

interface Pair {
  readonly old: string;
  readonly now: string;
  readonly likeness: number;
}

/** Round by round: whoever is found makes others known by what is said of both. */
function renaming(before: AccessReport, after: AccessReport): Map<string, string> {
  const names = new Map<string, string>();
  for (;;) {
    const pairs = pairsLeft(before, after, names);
    if (pairs.length === 0) return names;
    const sure = pairs.filter((pair) => isBest(pair, pairs));
    const [best] = [...pairs].sort((a, b) => b.likeness - a.likeness);
    for (const { old, now } of sure.length > 0 || best === undefined ? sure : [best]) names.set(old, now);
  }
}

function pairsLeft(before: AccessReport, after: AccessReport, names: ReadonlyMap<string, string>): Pair[] {
  const found = new Set(names.values());
  const isKept = (name: string) => Object.hasOwn(before.resources, name) && Object.hasOwn(after.resources, name);
  const said = sentencesByName(before, (name) => (isKept(name) ? name : names.get(name)));
  const says = sentencesByName(after, (name) => (isKept(name) || found.has(name) ? name : undefined));
  const gone = [...said.keys()].filter((name) => !isKept(name) && !names.has(name));
  const come = [...says.keys()].filter((name) => !isKept(name) && !found.has(name));
  return gone.flatMap((old) =>
    come
      .filter((now) => before.resources[old] === after.resources[now])
      .map((now) => ({ old, now, likeness: likeness(said.get(old) ?? [], says.get(now) ?? [], old, now) })),
  );
}

/** Whether neither of the two is as much like another. */
function isBest({ old, now, likeness: much }: Pair, pairs: readonly Pair[]): boolean {
  const rivals = pairs.filter((other) => (other.old === old) !== (other.now === now));
  return rivals.every(({ likeness: less }) => less < much);
}

/** What is said of each resource, the others by the names that they are known by, or by their types. */
function sentencesByName(report: AccessReport, knownBy: (name: string) => string | undefined): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const sentence of sentences(report)) {
    for (const name of new Set(sentence.match(NAME) ?? [])) {
      if (!Object.hasOwn(report.resources, name)) continue;
      const about = sentence.replaceAll(NAME, (other) =>
        other === name ? '<>' : (knownBy(other) ?? `<${report.resources[other] ?? other}>`),
      );
      byName.set(name, [...(byName.get(name) ?? []), about]);
    }
  }
  return byName;
}

function sentences({ principals, doors }: AccessReport): string[] {
  return [
    ...principals.flatMap(({ who, role, trust, invokedBy = [], layers }) => [
      `${who} has ${role}`,
      ...trust.map((right) => `${who} trusts ${said(right)}`),
      ...invokedBy.map((right) => `${who} is invoked ${said(right)}`),
      ...layers.flatMap(({ kind, rights }) => rights.map((right) => `${who} ${kind} ${said(right)}`)),
    ]),
    ...doors.map(({ code, where, what }) => `${code} ${where} ${what}`),
  ];
}

function said({ document, statement, ...right }: Right): string {
  return JSON.stringify(right);
}

/** Share of what is said of both, and a little for the name before CDK's hash. */
function likeness(a: readonly string[], b: readonly string[], old: string, now: string): number {
  const [one, other] = [new Set(a), new Set(b)];
  const both = [...one].filter((sentence) => other.has(sentence)).length;
  const bare = (name: string) => name.replace(/[0-9A-F]{8}>$/, '');
  return both / (one.size + other.size - both || 1) + (bare(old) === bare(now) ? 0.1 : 0);
}
