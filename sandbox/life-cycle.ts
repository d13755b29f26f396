import type { Faults } from './base/faults.js';
import type { Lasting } from './base/lasting.js';
import type { HttpServer } from './http/http-server.js';
import type { Switches } from './introspection/switches.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import type { Service } from './service/service.js';
import { readSnapshot, type Snapshot, snapshotOf } from './snapshot.js';
import type { KeptState } from './state/kept-state.js';
import type { Records, StateShapes } from './state/state.js';
import { DEFAULT_REGION } from './template/known-region.js';
import { createWorld, type World } from './world.js';

/** One world after the other, of which one counts at a time. */
export interface LifeCycle {
  readonly world: World;
  readonly reset: () => Promise<void>;
  readonly snapshot: () => Snapshot;
  /** @throws AwsError `InvalidSnapshot`; then nothing has changed */
  readonly restore: (snapshot: unknown) => Promise<void>;
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
}

/** What the next world begins with. */
interface Beginning {
  readonly options: SandboxOptions;
  readonly records: Records;
  /** By how much its clock is ahead, in milliseconds. */
  readonly ahead: number;
}

/** Begins with the state that was kept. @throws as `createWorld` */
export async function createLifeCycle(parts: LifeCycleParts): Promise<LifeCycle> {
  const { options, services, shapes, kept, http, faults, lasting } = parts;
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
  const replace = async ({ records, ...beginning }: Beginning) => {
    const release = http.hold();
    const next = kept.succeed(records);
    let made: World | undefined;
    try {
      made = await createWorld({ ...shared, ...beginning, state: next.state, lifeCycle });
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

  const reset = () => inTurn(() => replace({ options, records: new Map(), ahead: 0 }));
  const place = () => ({ stacks: [options.assembly.stackName], region: options.region ?? DEFAULT_REGION });
  const snapshot = () => snapshotOf(kept.records(), place(), world.clock.moved());
  const restore = (given: unknown) => inTurn(() => replace({ options, ...readSnapshot(given, shapes, place()) }));
  const lifeCycle: Switches['lifeCycle'] = { reset, snapshot, restore };

  let world = await createWorld({ ...shared, options, state: kept.state, lifeCycle });
  world.serve();
  return {
    get world() {
      return world;
    },
    reset,
    snapshot,
    restore,
    async stop() {
      isStopped = true;
      await last;
      await world.stop();
    },
  };
}
