import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The settings, and where they came from. */
export interface SettingsInForce {
  /** What `readSettings` takes. */
  readonly value: unknown;
  /** One line for people: which settings are set, and where. */
  readonly told: string;
}

/**
 * The CDK CLI hands over one value for `iotAccess`: with `-c iotAccess='{…}'` that text, in place of what `cdk.json`
 * holds. Here the text is merged into it, so that what is tried is what is deployed but for what the text names.
 *
 * @param given the context value
 * @param folder where `cdk.json` is; the CLI runs the app there
 */
export function settingsInForce(given: unknown, folder = process.cwd(), home = homedir()): SettingsInForce {
  const [base] = configured(folder, home);
  // Only the command line gives text, but for a file that has text itself.
  const isFromCommandLine = typeof given === 'string' && given !== base?.value;
  if (!isFromCommandLine) {
    const value = parsed(given);
    return { value: given, told: tell([[base?.source ?? 'the context', isObject(value) ? value : {}]]) };
  }
  const [below, above] = [parsed(base?.value ?? {}), parsed(given)];
  // What is no object is told by whoever checks the settings.
  if (!isObject(below) || !isObject(above)) return { value: isObject(below) ? given : base?.value, told: '' };
  return {
    value: mergePatch(below, above),
    told: tell([
      [base?.source ?? '', withoutNamed(below, above)],
      ['-c', above],
    ]),
  };
}

type Json = Readonly<Record<string, unknown>>;

/** JSON Merge Patch (RFC 7396): objects key by key at every depth, lists as a whole, and `null` takes a key away. */
function mergePatch(below: Json, above: Json): Json {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? mergePatch(isObject(below[key]) ? below[key] : {}, value) : value;
  }
  return merged;
}

/** Of the settings below those that the ones above leave as they are. */
function withoutNamed(below: Json, above: Json): Json {
  const entries = Object.entries(below).flatMap(([key, value]) => {
    if (!(key in above)) return [[key, value]];
    const over = above[key];
    if (!isObject(value) || !isObject(over)) return [];
    const left = withoutNamed(value, over);
    return Object.keys(left).length === 0 ? [] : [[key, left]];
  });
  return Object.fromEntries(entries) as Json;
}

function tell(sources: readonly (readonly [source: string, settings: Json])[]): string {
  const parts = sources.flatMap(([source, settings]) => {
    const paths = leaves(settings);
    return paths.length === 0 ? [] : [`${paths.join(', ')} from ${source}`];
  });
  return `Settings in force: ${parts.length === 0 ? 'all by default' : `${parts.join('; ')}; all others by default`}`;
}

/** `access.publish`; of what was taken away `no guests`. */
function leaves(settings: Json, path = ''): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value === null) return [`no ${path}${key}`];
    return isObject(value) && Object.keys(value).length > 0 ? leaves(value, `${path}${key}.`) : [path + key];
  });
}

/** The files that the CLI takes context from, in its order: https://docs.aws.amazon.com/cdk/v2/guide/context.html */
function configured(folder: string, home: string): { source: string; value: unknown }[] {
  const files = [
    { source: 'cdk.json', context: contextOf(join(folder, 'cdk.json')) },
    { source: 'cdk.context.json', context: read(join(folder, 'cdk.context.json')) },
    { source: '~/.cdk.json', context: contextOf(join(home, '.cdk.json')) },
  ];
  return files.flatMap(({ source, context }) => {
    const value = isObject(context) ? context.iotAccess : undefined;
    return value === undefined ? [] : [{ source, value }];
  });
}

function contextOf(file: string): unknown {
  const content = read(file);
  return isObject(content) ? content.context : undefined;
}

/** A file that is no JSON has been told of by the CLI, which reads it first. */
function read(file: string): unknown {
  return existsSync(file) ? parsed(readFileSync(file, 'utf8')) : undefined;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
