import { OperationError } from './operation-error.js';

/** One thing that was done, or could not be. */
export interface LockOutStep {
  readonly step:
    | 'mark'
    | 'disable'
    | 'sign-out'
    | 'list'
    | 'deny'
    | 'disconnect'
    | 'watch'
    | 'log'
    | 'lift'
    | 'enable'
    | 'unmark';
  /** An identity ID, a client ID, or a user. */
  readonly of: string;
  /** What is worth knowing of it. */
  readonly detail?: string;
  /** It could not be done. */
  readonly error?: { readonly code: string; readonly message: string };
}

export type TellStep = (step: LockOutStep) => void;

/** Does one thing after the other, whatever becomes of each: the more is done, the less somebody can do. */
export interface LockOutSteps {
  /** What failed, and has not been done since. */
  failed(): readonly LockOutStep[];
  /** @returns undefined where it failed */
  attempt<T>(
    step: LockOutStep['step'],
    of: string,
    work: () => Promise<T>,
    detail?: (result: T) => string | undefined,
  ): Promise<T | undefined>;
  /** Without a word where it succeeds. */
  quietly<T>(step: LockOutStep['step'], of: string, work: () => Promise<T>): Promise<T | undefined>;
  tell(step: LockOutStep): void;
}

export function createLockOutSteps(told: TellStep): LockOutSteps {
  const failed = new Map<string, LockOutStep>();
  const keyOf = (step: string, of: string) => `${step} ${of}`;
  const tell = (one: LockOutStep) => {
    if (one.error === undefined) failed.delete(keyOf(one.step, one.of));
    else failed.set(keyOf(one.step, one.of), one);
    told(one);
  };
  const quietly: LockOutSteps['quietly'] = async (step, of, work) => {
    try {
      const result = await work();
      failed.delete(keyOf(step, of));
      return result;
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const code = error instanceof OperationError ? error.code : name;
      tell({ step, of, error: { code, message } });
      return undefined;
    }
  };
  return {
    failed: () => [...failed.values()],
    tell,
    quietly,
    async attempt(step, of, work, detail) {
      const result = await quietly(step, of, async () => ({ value: await work() }));
      if (result === undefined) return undefined;
      const said = detail?.(result.value);
      tell({ step, of, ...(said !== undefined && { detail: said }) });
      return result.value;
    },
  };
}
