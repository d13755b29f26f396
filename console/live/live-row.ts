import type { Filtered } from './filters.js';

/** A row of a list that grows; its key is in the address when it is chosen. */
export interface LiveRow extends Filtered {
  readonly key: string;
}
