import { z } from 'zod';
import type { Clock } from '../base/clock.js';
import { AwsError } from '../base/errors.js';
import { createRateLimiter, type RateLimiter } from '../base/rate-limiter.js';
import { emptyTables, type Tables } from '../state/state.js';
import type { Kept } from '../state/table.js';
import {
  difference,
  type JsonObject,
  LONGEST_SHADOW,
  merged,
  restamped,
  type ShadowState,
  type ShadowUpdate,
  tooLarge,
} from './shadow-document.js';
import type { Things } from './things.js';

const section = z.record(z.string(), z.unknown());
const sections = z.strictObject({ desired: section.optional(), reported: section.optional() });

const storedShadow = z.strictObject({
  thingName: z.string(),
  shadowName: z.string().optional(),
  version: z.number(),
  state: sections,
  metadata: sections,
  /** Milliseconds since 1970; undefined while it is there. */
  deletedAt: z.number().optional(),
});

type StoredShadow = Kept<z.infer<typeof storedShadow>>;

export const shadowTables = {
  /** By thing, a slash, and the name of a named one. */
  shadows: storedShadow,
};

export type ShadowsState = Tables<typeof shadowTables>;

/** A thing's classic shadow, or one of its named ones. */
export interface ShadowId {
  readonly thingName: string;
  readonly shadowName?: string;
}

/** A shadow as it is told; times are seconds since 1970. */
export interface ShadowView {
  readonly state: JsonObject;
  readonly metadata: JsonObject;
  readonly version: number;
  readonly timestamp: number;
}

export interface UpdatedShadow {
  /** What was taken of the update. */
  readonly accepted: ShadowView;
  /** Undefined where everything desired is reported. */
  readonly delta: ShadowView | undefined;
  readonly previous: Omit<ShadowView, 'timestamp'>;
  readonly current: Omit<ShadowView, 'timestamp'>;
}

export interface Shadows {
  /** @throws AwsError `ResourceNotFoundException` */
  get(id: ShadowId): ShadowView;
  /** Creates the shadow if there is none. @throws AwsError `ConflictException` when it has another version */
  update(id: ShadowId, update: ShadowUpdate): UpdatedShadow;
  /** @throws AwsError `ResourceNotFoundException` */
  delete(id: ShadowId): Pick<ShadowView, 'version' | 'timestamp'>;
}

export interface ShadowsOptions {
  readonly things: Pick<Things, 'has'>;
  readonly state: ShadowsState;
  readonly clock: Clock;
}

/** Milliseconds that the version of a deleted shadow is remembered. */
const VERSION_KEPT = 48 * 3_600_000;

/** To the shadows of one thing: https://docs.aws.amazon.com/general/latest/gr/iot-core.html#device-shadow-limits */
const REQUESTS_PER_SECOND = 20;

export function emptyShadows(): ShadowsState {
  return emptyTables(shadowTables);
}

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-data-flow.html */
export function createShadows({ things, state, clock }: ShadowsOptions): Shadows {
  const { shadows } = state;
  const limiters = new Map<string, RateLimiter>();
  const seconds = () => Math.floor(clock.now() / 1000);
  const keyOf = ({ thingName, shadowName = '' }: ShadowId) => `${thingName}/${shadowName}`;

  const limiterOf = (thingName: string) => {
    const limiter = limiters.get(thingName) ?? createRateLimiter(clock.now, REQUESTS_PER_SECOND);
    limiters.set(thingName, limiter);
    return limiter;
  };

  /** Whether AWS keeps shadows of things that are not registered is not documented; "Thing not found" is. */
  const stored = (id: ShadowId) => {
    if (!/^[a-zA-Z0-9:_-]{1,64}$/.test(id.shadowName ?? 'classic')) {
      throw new AwsError('InvalidRequestException', `Invalid shadow name: ${id.shadowName}`, 400);
    }
    if (!things.has(id.thingName)) throw new AwsError('ResourceNotFoundException', 'Thing not found', 404);
    if (!limiterOf(id.thingName).take()) throw new AwsError('ThrottlingException', 'Too many requests', 429);
    return shadows.get(keyOf(id));
  };
  const existing = (id: ShadowId) => {
    const shadow = stored(id);
    if (shadow !== undefined && shadow.deletedAt === undefined) return shadow;
    // Seen on AWS: thing and shadow are joined by a tilde.
    const name = id.shadowName === undefined ? id.thingName : `${id.thingName}~${id.shadowName}`;
    throw new AwsError('ResourceNotFoundException', `No shadow exists with name: '${name}'`, 404);
  };
  const put = (shadow: StoredShadow) => shadows.put(keyOf(shadow), shadow);

  return {
    get(id) {
      const { state: sections, metadata, version } = existing(id);
      const delta = deltaOf(sections);
      const told = { ...sections, ...(delta === undefined ? {} : { delta }) };
      return { state: told, metadata: { ...metadata }, version, timestamp: seconds() };
    },
    update(id, update) {
      const before = beginning(stored(id), clock.now());
      if (update.version !== undefined && update.version !== before.version) {
        throw new AwsError('ConflictException', 'Version conflict', 409);
      }
      const timestamp = seconds();
      const state = merged({ ...before.state }, update.state) as ShadowState;
      const metadata = restamped(state, timestamp, update.state, before.metadata) as ShadowState;
      const after = { ...id, version: before.version + 1, state, metadata };
      if (Buffer.byteLength(JSON.stringify(after.state)) > LONGEST_SHADOW) throw tooLarge();
      put(after);
      const { version } = after;
      const delta = deltaOf(after.state);
      return {
        accepted: { state: update.state, metadata: stampsOf(update.state, timestamp), version, timestamp },
        delta: delta && { state: delta, metadata: deltaOf(after.state, after.metadata) ?? {}, version, timestamp },
        previous: told(before),
        current: told(after),
      };
    },
    delete(id) {
      const { version } = existing(id);
      put({ ...id, version, state: {}, metadata: {}, deletedAt: clock.now() });
      return { version, timestamp: seconds() };
    },
  };
}

type Content = Pick<StoredShadow, 'version' | 'state' | 'metadata'>;

/** Where a shadow goes on from: a new one of a name that was deleted lately goes on counting. */
function beginning(shadow: StoredShadow | undefined, now: number): Content {
  const forgotten = shadow?.deletedAt !== undefined && shadow.deletedAt + VERSION_KEPT <= now;
  return shadow === undefined || forgotten ? { version: 0, state: {}, metadata: {} } : shadow;
}

function stampsOf(state: ShadowUpdate['state'], timestamp: number): JsonObject {
  return restamped(state, timestamp, state) as JsonObject;
}

/** What is desired and not reported; with `metadata`, that of it. */
function deltaOf({ desired = {}, reported = {} }: ShadowState, metadata?: ShadowState): JsonObject | undefined {
  return difference(desired, reported, metadata === undefined ? desired : metadata.desired);
}

function told({ state, metadata, version }: Content): Omit<ShadowView, 'timestamp'> {
  return { state: { ...state }, metadata: { ...metadata }, version };
}
