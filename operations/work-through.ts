import { isRefusal, isVerdict } from './aws-faults.js';
import type { Time } from './time.js';
import { withinTime } from './within-time.js';

/** Something to be done for each target of a policy. AWS alone knows what is left: nothing is kept between two calls. */
export interface Job {
  /** Called at the beginning of each round; gives the targets that are left, page by page, as AWS lists them now. */
  round(isOver: () => boolean): Promise<() => AsyncIterable<readonly string[]>>;
  /** @param round counts from 0 */
  treat(target: string, round: number): Promise<void>;
}

export interface Outcome {
  /** Whether AWS's last and complete listing was empty. */
  readonly empty: boolean;
  /** Targets treated without an error. */
  readonly treated: number;
  /** Target to its error, of those that failed in the last round. */
  readonly failures: ReadonlyMap<string, unknown>;
}

/** Targets that are held in memory: enough for a minute's work, in few listings. */
const BATCH_SIZE = 1000;
/** At 14 a second, each may take half a second. */
const MOST_IN_FLIGHT = 8;
/** Milliseconds before what is listed still is tried again. */
const BETWEEN_ROUNDS = 5_000;
/** Rounds in which nothing succeeds and every failure is final, before that is believed. */
const PATIENCE = 5;

/**
 * Treats what is listed until nothing is, or until it is over. A target that fails does not stop the others, and is tried
 * again in the next round.
 *
 * @param isOver whether no further call is to begin
 * @throws the error of a listing, OutOfTime among them, or of a call that refuses the function itself; TargetsRefused once nothing is left
 * but targets that AWS refuses for good
 */
export async function workThrough({ round, treat }: Job, time: Time, isOver: () => boolean): Promise<Outcome> {
  let failures = new Map<string, unknown>();
  let treated = 0;
  let fruitless = 0;
  for (let number = 0; !isOver(); number++) {
    const tried = new Set<string>();
    const failed = new Map<string, unknown>();
    const before = treated;
    const list = await round(isOver);
    let batch = await nextBatch(withinTime(list(), isOver), tried);
    while (batch.fresh.length > 0 && !isOver()) {
      treated += await treatAll(batch.fresh);
      batch = await nextBatch(withinTime(list(), isOver), tried);
    }
    if (!batch.listedAny) return { empty: true, treated, failures: new Map() };
    // Nothing was tried where the time is over.
    if (tried.size > 0) failures = failed;
    fruitless = treated === before && failed.size > 0 && [...failed.values()].every(isVerdict) ? fruitless + 1 : 0;
    if (fruitless >= PATIENCE) throw new TargetsRefused(failures);
    if (!isOver()) await time.wait(BETWEEN_ROUNDS);

    async function treatAll(targets: readonly string[]): Promise<number> {
      const inFlight = new Set<Promise<void>>();
      let succeeded = 0;
      let refusal: unknown;
      for (const target of targets) {
        if (isOver() || refusal !== undefined) break;
        tried.add(target);
        const call = treat(target, number)
          .then(
            () => {
              succeeded += 1;
            },
            (error: unknown) => {
              failed.set(target, error);
              if (isRefusal(error)) refusal = error;
            },
          )
          .finally(() => inFlight.delete(call));
        inFlight.add(call);
        if (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
      }
      await Promise.all(inFlight);
      if (refusal !== undefined) throw refusal;
      return succeeded;
    }
  }
  return { empty: false, treated, failures };
}

/** Up to `batchSize` targets that were not tried in this round. A listing is not read on while its targets change. */
async function nextBatch(pages: AsyncIterable<readonly string[]>, tried: ReadonlySet<string>) {
  const fresh: string[] = [];
  let listedAny = false;
  for await (const page of pages) {
    listedAny ||= page.length > 0;
    fresh.push(...page.filter((target) => !tried.has(target)));
    if (fresh.length >= BATCH_SIZE) break;
  }
  return { fresh: fresh.slice(0, BATCH_SIZE), listedAny };
}

/** Targets whose errors are final. */
export class TargetsRefused extends Error {
  override readonly name = 'TargetsRefused';
  readonly failures: ReadonlyMap<string, unknown>;

  constructor(failures: ReadonlyMap<string, unknown>) {
    super(`AWS IoT refuses ${failures.size} targets for good`);
    this.failures = failures;
  }
}
