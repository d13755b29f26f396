import { z } from 'zod';
import type { Tables } from '../state/state.js';

/** An item of a table. */
const itemRecord = z.strictObject({
  /** `keptName` of its table. */
  table: z.string(),
  item: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** All that the tables hold. */
export const itemTables = {
  /** By table and key. */
  items: itemRecord,
};

export type ItemState = Tables<typeof itemTables>;
