import type { Change } from '../../changes/change.js';

export interface ChangesCommandOptions {
  readonly assembly: string;
  readonly stack?: string;
  /** File of the deployed template. */
  readonly template?: string;
  /** Address of a running sandbox, in place of AWS. */
  readonly sandbox?: string;
  readonly profile?: string;
  readonly region?: string;
  /** Codes of what users may lose. */
  readonly accept: readonly string[];
  readonly json: boolean;
}

/** What an update would do to one stack; `--json` prints these, so names and codes stay. */
export interface StackComparison {
  readonly stack: string;
  /** False: there is no such stack yet, so everything is new. */
  readonly deployed: boolean;
  /** Of nested stacks, the logical ID has theirs before it, as in `Auth/UserPool`. */
  readonly changes: readonly Change[];
}

export interface ChangesReport {
  readonly stacks: readonly StackComparison[];
  /** How many changes AWS refuses. */
  readonly refused: number;
  /** By how many changes users lose something that was not accepted. */
  readonly loses: number;
}
