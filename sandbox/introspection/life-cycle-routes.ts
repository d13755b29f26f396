import { z } from 'zod';
import type { Switches } from './switches.js';

/**
 * Who may read what a route answers: programs on this machine and the console alone, or the pages of the stack's own
 * origins too. Whoever may do everything is no business of a page, and no page but the console changes anything.
 */
export type Access = 'machine' | 'pages';

/** Serves what changes something, by `POST` of JSON. */
export type Change = <T>(
  path: string,
  access: 'machine',
  what: string,
  schema: z.ZodType<T>,
  act: (body: T) => unknown,
) => void;

/** What changes everything at once: for programs of this machine. */
export function serveLifeCycle(change: Change, lifeCycle: Switches['lifeCycle']): void {
  change(
    'reset-state',
    'machine',
    '{}: everything is as it was right after a first boot, the data folder too; connections end',
    z.strictObject({}),
    () => lifeCycle.reset(),
  );
}
