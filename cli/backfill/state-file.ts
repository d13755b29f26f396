import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { BackfillState } from '../../operations/backfill-state.js';
import { OperationError } from '../../operations/operation-error.js';

/** How far a backfill is, in a file. */
export interface StateFile {
  /** What a former run has left; undefined: none. @throws OperationError for a file that is not of this backfill */
  read(): BackfillState | undefined;
  save(state: BackfillState): void;
  /** Once all is done. */
  remove(): void;
}

export function createStateFile(file: string, of: Pick<BackfillState, 'identityPoolId' | 'policyName'>): StateFile {
  return {
    read() {
      if (!existsSync(file)) return undefined;
      const state = parsed(file);
      if (state.identityPoolId === of.identityPoolId && state.policyName === of.policyName) return state;
      const what = `${file} is of another backfill (${state.policyName} in ${state.identityPoolId})`;
      throw new OperationError('OtherBackfill', `${what}; name another file by --state`);
    },
    save(state) {
      // Whole or not at all: a process that dies in between leaves the former one.
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}

function parsed(file: string): BackfillState {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as Partial<BackfillState> | null;
    if (state?.counts && Array.isArray(state.done) && Array.isArray(state.failed)) return state as BackfillState;
    throw new Error('it holds something else');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const remedy = 'delete it to begin anew: whoever was attached is not attached again';
    throw new OperationError('UnreadableState', `${file} cannot be read (${why}); ${remedy}`, { cause: error });
  }
}
