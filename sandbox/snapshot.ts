import { z } from 'zod';
import { AwsError } from './base/errors.js';
import { type Records, type StateShapes, wholeName } from './state/state.js';

/**
 * All that a sandbox remembers, as JSON. It holds password verifiers, secrets of authenticators and signing keys: keep it
 * as private as a password file.
 */
export interface Snapshot {
  readonly snapshot: typeof KIND;
  readonly version: typeof VERSION;
  /** Names of the stacks. */
  readonly stacks: readonly string[];
  readonly region: string;
  /** By how much the clock was ahead of the machine's. */
  readonly clockAheadSeconds: number;
  /** Records by table. */
  readonly tables: Readonly<Record<string, readonly (readonly [key: string, record: unknown])[]>>;
}

/** Of which stack a snapshot is. */
export type SnapshotPlace = Pick<Snapshot, 'stacks' | 'region'>;

const KIND = 'cognito-iot-sandbox';
const VERSION = 1;

const kindAndVersion = z.object({ snapshot: z.literal(KIND), version: z.number() });

const wholeSnapshot = z.strictObject({
  snapshot: z.literal(KIND),
  version: z.literal(VERSION),
  stacks: z.array(z.string()),
  region: z.string(),
  clockAheadSeconds: z.number().min(0),
  tables: z.record(z.string(), z.array(z.tuple([z.string(), z.unknown()]))),
});

export function snapshotOf(records: Records, place: SnapshotPlace, ahead: number): Snapshot {
  const tables = Object.fromEntries([...records].map(([name, ofTable]) => [name, [...ofTable]]));
  return { snapshot: KIND, version: VERSION, ...place, clockAheadSeconds: ahead / 1000, tables };
}

/**
 * What a snapshot holds, once it is known to be one of this stack.
 *
 * @throws AwsError `InvalidSnapshot`, which says what it is of instead, or where it is damaged
 */
export function readSnapshot(
  given: unknown,
  shapes: StateShapes,
  place: SnapshotPlace,
): { readonly records: Records; readonly ahead: number } {
  const { version } = parsed(kindAndVersion, given, 'It is no snapshot of a sandbox');
  if (version !== VERSION) {
    throw invalid(`It is a snapshot of version ${version}, and this sandbox reads version ${VERSION}. Make a new one.`);
  }
  const { stacks, region, clockAheadSeconds, tables } = parsed(wholeSnapshot, given, 'The snapshot is damaged');
  const [its, here] = [nameOf({ stacks, region }), nameOf(place)];
  if (its !== here) {
    throw invalid(`It is a snapshot of ${its}, and this sandbox runs ${here}. Boot that stack to restore it.`);
  }
  const known = shapesByName(shapes);
  const records = Object.entries(tables).map(([name, entries]) => {
    const shape = known.get(name);
    if (shape === undefined) throw invalid(`The snapshot is damaged: there is no table ${name}.`);
    const ofTable = entries.map(([key, record]) => {
      return [key, parsed(shape, record, `The snapshot is damaged: ${name} ${key}`)] as const;
    });
    return [name, new Map(ofTable)] as const;
  });
  return { records: new Map(records), ahead: clockAheadSeconds * 1000 };
}

function nameOf({ stacks, region }: SnapshotPlace): string {
  return `${[...stacks].sort().join(', ')} in ${region}`;
}

function shapesByName(shapes: StateShapes): ReadonlyMap<string, z.ZodType> {
  return new Map(
    Object.entries(shapes).flatMap(([service, ofService]) =>
      Object.entries(ofService).map(([table, shape]) => [wholeName(service, table), shape] as const),
    ),
  );
}

function parsed<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(`${[what, issue?.path.join('.')].filter(Boolean).join(': ')}: ${issue?.message}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidSnapshot', message, 400);
}
