import type { AccessHolder } from './access-holder.js';
import type { Connection } from './connection.js';
import { covers } from './policy-pattern.js';

/** A list of the setting `access`. */
export type AccessList = 'clientIds' | 'publish' | 'subscribe' | 'receive' | 'retain' | 'shadows';

/** What was refused, and to whom. */
export interface RefusedAccess {
  /** `iot:Publish`, … */
  readonly action: string;
  /** The topic, topic filter or client ID. */
  readonly name: string;
  readonly identityId: string;
  readonly clientId: string | undefined;
  readonly holder: AccessHolder;
  /** What is allowed today, as `/attach-policy` tells it. */
  readonly rights: Pick<Connection, 'clientId' | 'topics'> | undefined;
}

/** What to write into `cdk.json`. */
export interface AccessToAdd {
  readonly pattern: string;
  readonly lists: readonly AccessList[];
  /** Where the lists stand, for a sentence: `access`, `guests.access`, `the access of the group operators`. */
  readonly setting: string;
  /** The setting as JSON, with the patterns that are known to be there today beside the new one. */
  readonly snippet: string;
  /** Whether the lists may have entries that nobody tells. */
  readonly mayHaveMore: boolean;
}

/** @returns `allowed` where the access says it already, `unsayable` where no pattern can say it */
export function accessToAdd(refused: RefusedAccess): AccessToAdd | 'allowed' | 'unsayable' {
  const { holder } = refused;
  const shadowOf = /^\$aws\/things\/([^/]+)\/shadow(\/|$)/.exec(refused.name)?.[1];
  const pattern = patternOf(refused, shadowOf);
  const wanted = shadowOf === undefined ? (LISTS_OF[refused.action] ?? []) : (['shadows'] as const);
  const lists = wanted.filter((list) => !patternsToday(list, refused).some((one) => covers(one, refused.name)));
  if (wanted.length > 0 && lists.length === 0) return 'allowed';
  const notForGuests = holder.kind === 'guest' && lists.some((list) => list === 'retain' || list === 'shadows');
  if (pattern === undefined || lists.length === 0 || notForGuests) return 'unsayable';
  const patterns = Object.fromEntries(lists.map((list) => [list, withPattern(list, pattern, refused)]));
  const mayHaveMore = lists.some((list) => patternsToday(list, refused).length === 0 || list === 'clientIds');
  return { pattern, lists, setting: settingOf(holder), snippet: snippetOf(holder, patterns), mayHaveMore };
}

/** Somebody who subscribes wants the messages too, which AWS IoT asks about for each of them. */
const LISTS_OF: Readonly<Record<string, readonly AccessList[]>> = {
  'iot:Connect': ['clientIds'],
  'iot:Publish': ['publish'],
  'iot:RetainPublish': ['retain', 'publish'],
  'iot:Subscribe': ['subscribe', 'receive'],
  'iot:Receive': ['receive'],
};

/** The name in the words of the setting: what is the user's own becomes `{identity}`, a wildcard becomes `*`. */
function patternOf({ action, name, identityId, clientId }: RefusedAccess, shadowOf?: string): string | undefined {
  const general = (text: string) => text.replaceAll(identityId, () => '{identity}');
  if (shadowOf !== undefined) return shadowOf === clientId ? '{thing}' : general(shadowOf);
  // What a pattern cannot hold: see the setting's own checks.
  if (/[{}?*"\\\s]/.test(name) || name.startsWith('$')) return undefined;
  // Behind the identity ID every tab has something of its own.
  if (action === 'iot:Connect') return general(name).replace(/\{identity\}-.+$/, '{identity}-*');
  const pattern = general(name)
    .split('/')
    .map((level) => (level === '+' || level === '#' ? '*' : level))
    .join('/');
  return pattern.startsWith('*') ? undefined : pattern;
}

/** Of the other lists nobody tells. */
function patternsToday(list: AccessList, { rights }: RefusedAccess): readonly string[] {
  if (list === 'clientIds') return rights === undefined ? [] : [rights.clientId];
  return list === 'publish' || list === 'subscribe' || list === 'receive' ? (rights?.topics?.[list] ?? []) : [];
}

/** A list that is set stands in place of the default, so what is there today is repeated. */
function withPattern(list: AccessList, pattern: string, refused: RefusedAccess): string[] {
  const inSettings = patternsToday(list, refused).map((one) =>
    one
      .replaceAll(refused.identityId, () => '{identity}')
      .replaceAll('${iot:Connection.Thing.ThingName}', '{thing}')
      .replace(/\$\{aws:PrincipalTag\/([^}]*)\}/g, '{$1}'),
  );
  return [...new Set([...inSettings, pattern])];
}

function settingOf(holder: AccessHolder): string {
  if (holder.kind === 'guest') return 'guests.access';
  if (holder.kind === 'user') return 'access';
  const [name, ...others] = holder.names;
  return others.length === 0
    ? `the access of the group ${name}`
    : `the access of that of the groups ${holder.names.join(', ')} which has the lowest precedence`;
}

function snippetOf(holder: AccessHolder, access: object): string {
  const [name, ...others] = holder.kind === 'group' ? holder.names : [];
  const settings = holder.kind === 'guest' ? { guests: { access } } : { access };
  const inGroup = { groups: [{ name, access }] };
  return jsonOf({ iotAccess: name !== undefined && others.length === 0 ? inGroup : settings });
}

/** With each list on one line, as the README has them. */
function jsonOf(value: object): string {
  const onOneLine = (_: string, entries: string) => `[${entries.replace(/\n\s*/g, ' ')}]`;
  return JSON.stringify(value, undefined, 2).replace(/\[\n\s*("[^[\]]*?")\n\s*\]/g, onOneLine);
}
