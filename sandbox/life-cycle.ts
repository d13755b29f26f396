import type { Faults } from './base/faults.js';
import type { Lasting } from './base/lasting.js';
import type { HttpServer } from './http/http-server.js';
import type { Switches } from './introspection/switches.js';
import { applySeed } from './seed/apply-seed.js';
import type { Seed } from './seed/seed.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import type { Service } from './service/service.js';
import { readSnapshot, type Snapshot, snapshotOf } from './snapshot.js';
import { type StackChanges, stackChanges } from './stack-changes.js';
import type { KeptState } from './state/kept-state.js';
import type { Records, StateShapes } from './state/state.js';
import { bootPlace, stacksOf } from './template/boot-environment.js';
import { createWorld, type World } from './world.js';

/** One world after the other, of which one counts at a time. */
export interface LifeCycle {
  readonly world: World;
  readonly reset: () => Promise<void>;
  readonly snapshot: () => Snapshot;
  /** @throws AwsError `InvalidSnapshot`; then nothing has changed */
  readonly restore: (snapshot: unknown) => Promise<void>;
  /**
   * Takes up another synthesis: what was in resources that are still there stays.
   *
   * @throws as `createWorld`; then the stack of before goes on
   */
  readonly reload: (assembly: SandboxOptions['assembly']) => Promise<StackChanges>;
  readonly stop: () => Promise<void>;
}

export interface LifeCycleParts {
  readonly options: SandboxOptions;
  readonly services: readonly Service[];
  readonly shapes: StateShapes;
  readonly kept: KeptState<StateShapes>;
  readonly http: HttpServer;
  readonly faults: Faults;
  readonly lasting: Lasting;
  /** What is there right after boot, and after each reset. */
  readonly seed: Seed | undefined;
}

/** What the next world begins with. */
interface Beginning {
  readonly options: SandboxOptions;
  readonly records: Records;
  /** By how much its clock is ahead, in milliseconds. */
  readonly ahead: number;
  /** AWS credentials that stay good. @default none */
  readonly inherited?: ReturnType<World['issued']>;
}

/** Begins with the state that was kept. @throws as `createWorld` */
export async function createLifeCycle(parts: LifeCycleParts): Promise<LifeCycle> {
  const { options, services, shapes, kept, http, faults, lasting, seed } = parts;
  const shared = { services, http, faults, lasting };
  let last: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  /** Whatever changes the world waits for the change before. */
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(() => {
      if (isStopped) throw new Error('The sandbox has stopped.');
      return change();
    });
    last = done.catch(() => undefined);
    return done;
  };

  /** Until there is another world, the one before is whole; nobody is answered meanwhile. */
  const replace = async (beginning: () => Beginning) => {
    const release = http.hold();
    const { records, ...others } = beginning();
    const next = kept.succeed(records);
    let made: World | undefined;
    try {
      made = await createWorld({ ...shared, ...others, state: next.state, lifeCycle });
      next.commit();
    } catch (error) {
      next.abandon();
      await made?.stop().catch(() => undefined);
      release();
      throw error;
    }
    const before = world;
    world = made;
    // First, since its processes are to be taken over.
    await before.stop().catch((error) => faults.report('end of what was before', error));
    world.serve();
    await world.warm();
  };

  const place = () => ({
    stacks: stacksOf(world.options.assembly).map(({ stackName }) => stackName),
    region: bootPlace(world.options.assembly, world.options.region).region,
  });
  /** What the seed makes is made once: verifiers of passwords take long. */
  let seeded: Records | undefined;
  const sow = async () => {
    if (seed === undefined) return;
    await applySeed(seed, world);
    seeded = kept.records();
  };

  const reset = () =>
    inTurn(async () => {
      const records = seeded ?? new Map();
      await replace(() => ({ options: world.options, records, ahead: 0 }));
      if (seeded === undefined) await sow();
    });
  const snapshot = () => snapshotOf(kept.records(), place(), world.clock.moved());
  const restore = (given: unknown) =>
    inTurn(async () => {
      const held = readSnapshot(given, shapes, place());
      await replace(() => ({ options: world.options, ...held }));
    });
  const reload = (assembly: SandboxOptions['assembly']) =>
    inTurn(async () => {
      const before = world.options.assembly;
      const ended = world;
      await replace(() => ({
        options: { ...ended.options, assembly },
        records: kept.records(),
        ahead: ended.clock.moved(),
        inherited: ended.issued(),
      }));
      // Of the stack as it was.
      seeded = undefined;
      return stackChanges(stacksOf(before), stacksOf(assembly));
    });
  const lifeCycle: Switches['lifeCycle'] = { reset, snapshot, restore };

  const isFirst = [...kept.records().values()].every(({ size }) => size === 0);
  let world = await createWorld({ ...shared, options, state: kept.state, lifeCycle });
  world.serve();
  await sow();
  // What was there before the seed is not there after a reset.
  if (!isFirst) seeded = undefined;
  return {
    get world() {
      return world;
    },
    reset,
    snapshot,
    restore,
    reload,
    async stop() {
      isStopped = true;
      await last;
      await world.stop();
    },
  };
}
