import { ClosedError, NotAuthorizedError } from '../../client/index.js';
import { refuseBusy, type StepName, type StepStatus, withStep } from '../flow/flow.js';
import { explainRefusal, type RefusalPlace } from '../refusals/explain-refusal.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';
import type { Happening, SessionState } from './session-state.js';
import type { Store } from './store.js';

/** Writes down what happens, where the page shows it. */
export interface Logbook {
  /** One line of what happened. */
  tell(text: string, tone?: Happening['tone']): void;
  step(name: StepName, status: StepStatus, detail?: string): void;
  /** Explains a refusal, once for each error however many calls it ended. @param place by default, the action's own */
  refuse(error: unknown, place?: RefusalPlace): Promise<void>;
  /** @returns whether it went well; a refusal is told at that place */
  attempt(place: RefusalPlace, act: () => Promise<void>): Promise<boolean>;
}

const SHOWN_HAPPENINGS = 60;
const SHOWN_REFUSALS = 3;

/** @param sandboxUrl undefined for a stack on AWS */
export function createLogbook(
  store: Store<SessionState>,
  sandbox: SandboxReader | undefined,
  sandboxUrl?: string | undefined,
): Logbook {
  const told = new WeakSet<object>();
  let nextId = 1;

  const logbook: Logbook = {
    tell(text, tone = 'plain') {
      const happening = { id: nextId++, time: Date.now(), tone, text };
      store.update(({ happenings }) => ({ happenings: [happening, ...happenings].slice(0, SHOWN_HAPPENINGS) }));
    },
    step: (name, status, detail = '') => store.update(({ flow }) => ({ flow: withStep(flow, name, status, detail) })),
    async refuse(error, place = placeOf(error)) {
      // Whoever closes the client knows why its calls ended.
      if (error instanceof ClosedError || isTold(told, error)) return;
      const explained = {
        id: nextId++,
        place,
        ...(await explainRefusal(error, { ...store.get(), sandbox, sandboxUrl })),
      };
      const { title, subject, aboutTopic } = explained;
      store.update(({ refusals, flow }) => ({
        // The same once more stands in place of the one before.
        refusals: [
          explained,
          ...refusals.filter((one) => one.place !== place || one.title !== title || one.subject !== subject),
        ].slice(0, SHOWN_REFUSALS),
        // A topic that is refused ends no step: the others go on.
        flow: place === 'connection' && !aboutTopic ? refuseBusy(flow, title) : flow,
      }));
      logbook.tell([title, subject].filter(Boolean).join(': '), 'bad');
    },
    async attempt(place, act) {
      try {
        await act();
        return true;
      } catch (error) {
        await logbook.refuse(error, place);
        return false;
      }
    },
  };
  return logbook;
}

function placeOf(error: unknown): RefusalPlace {
  if (!(error instanceof NotAuthorizedError) || error.topic === undefined) return 'connection';
  return error.action === 'iot:Subscribe' ? 'subscribe' : 'publish';
}

/** A connection that ends for good ends every call with the same error. */
function isTold(told: WeakSet<object>, error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const before = told.has(error);
  told.add(error);
  return before;
}
