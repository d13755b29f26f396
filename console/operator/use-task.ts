import { useState } from 'react';

export interface TaskOutcome {
  readonly ok: boolean;
  readonly text: string;
}

export interface Task {
  readonly busy: boolean;
  readonly outcome: TaskOutcome | undefined;
  /** @param done what to say when it is done; what it gives may be said, too */
  run<T>(what: () => Promise<T>, done: string | ((result: T) => string)): Promise<void>;
}

/** Something an operator does, and what came of it. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<TaskOutcome>();
  return {
    busy,
    outcome,
    async run(what, done) {
      setBusy(true);
      setOutcome(undefined);
      try {
        const result = await what();
        setOutcome({ ok: true, text: typeof done === 'string' ? done : done(result) });
      } catch (error) {
        setOutcome({ ok: false, text: error instanceof Error ? error.message : String(error) });
      } finally {
        setBusy(false);
      }
    },
  };
}
