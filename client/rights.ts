import { NotAuthorizedError } from './not-authorized-error.js';
import type { Operation } from './outbox.js';

export interface RightsOptions {
  /** @throws NotAuthorizedError, or what ended the client */
  readonly add: (operation: Operation) => Promise<void>;
  /** Connects with new credentials; false if there are none. */
  readonly renew: () => Promise<boolean>;
  /** `POST /attach-policy`. */
  readonly attach: () => Promise<unknown>;
  /** Whether the last answer of `/attach-policy` may be old: it says that the device is granted, or was forgotten. */
  readonly isInDoubt: (operation: Operation) => boolean;
  /** `GET /attach-policy`. */
  readonly look: () => Promise<unknown>;
  /** New credentials have helped: what was known of the rights is old. */
  readonly onChanged: () => void;
  /** What the caller gets. */
  readonly refusal: (operation: Operation, error: NotAuthorizedError) => Error;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds between two renewals, or looks, that do not help: doubled each time, up to the cap. */
const RENEW_MS = { first: 10_000, cap: 300_000 };
/** AWS IoT attaches 15 a second in a whole account. */
const ATTACH_MS = { first: 3_600_000, cap: 3_600_000 };

/**
 * Sees to it that a refusal is not one of yesterday's rights: who has joined a group has its role in new credentials
 * only. What is refused is tried again with new credentials, and then after the policy has been attached anew.
 *
 * An app that keeps publishing what is forbidden does not cause that each time: while it does not help, credentials are
 * renewed more and more seldom, and the policy is attached once an hour. Operations that are refused together share it.
 * Likewise what is in doubt is asked about anew: a device may have been taken from the user since, and is named in the
 * refusal.
 */
export function withCurrentRights(options: RightsOptions): (operation: Operation) => Promise<void> {
  const { add, renew, attach, isInDoubt, look, onChanged, refusal, now } = options;
  const renewals = createMeasure(renew, RENEW_MS, now);
  const attachments = createMeasure(() => attach().then(() => true), ATTACH_MS, now);
  const looks = createMeasure(() => look().then(() => true), RENEW_MS, now);

  const refusalOf = async (operation: Operation) => {
    try {
      await add(operation);
      return undefined;
    } catch (error) {
      if (error instanceof NotAuthorizedError) return error;
      throw error;
    }
  };

  return async (operation) => {
    const [renewed, attached, looked] = [renewals.times, attachments.times, looks.times];
    const refused = await refusalOf(operation);
    if (refused === undefined) return;
    // It has closed the connection twice already: once more will do.
    const again = { ...operation, suspect: true };
    if (await renewals.takenSince(renewed)) {
      if (!(await refusalOf(again))) {
        renewals.helped();
        onChanged();
        return;
      }
    }
    if ((await attachments.takenSince(attached)) && !(await refusalOf(again))) return;
    if (isInDoubt(operation) && (await looks.takenSince(looked)) && !isInDoubt(operation)) looks.helped();
    throw refusal(operation, refused);
  };
}

interface Measure {
  /** How often it was taken. */
  readonly times: number;
  /** Takes it, unless it was taken since then; false if it failed, or if it is too early to take it again. */
  takenSince(times: number): Promise<boolean>;
  helped(): void;
}

function createMeasure(
  take: () => Promise<boolean>,
  { first, cap }: { readonly first: number; readonly cap: number },
  now: () => number,
): Measure {
  let times = 0;
  let pause = first;
  let notBefore = Number.NEGATIVE_INFINITY;
  let running: Promise<boolean> | undefined;

  const run = async () => {
    notBefore = now() + pause;
    pause = Math.min(cap, pause * 2);
    const taken = await take().catch(() => false);
    if (taken) times += 1;
    running = undefined;
    return taken;
  };

  return {
    get times() {
      return times;
    },
    async takenSince(before) {
      if (times > before) return true;
      if (running === undefined && now() < notBefore) return false;
      running ??= run();
      return running;
    },
    helped() {
      pause = first;
      notBefore = now() + first;
    },
  };
}
