import type { RequestHandler } from 'express';
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

/** Serves a route. */
export type Serve = (
  method: 'get' | 'post',
  path: string,
  access: Access,
  what: string,
  answer: RequestHandler,
) => void;

/** What changes everything at once, and all that there is at once: for programs of this machine. */
export function serveLifeCycle(serve: Serve, change: Change, lifeCycle: Switches['lifeCycle']): void {
  change(
    'reset-state',
    'machine',
    '{}: everything is as it was right after a first boot, the data folder too; connections end',
    z.strictObject({}),
    () => lifeCycle.reset(),
  );
  serve(
    'get',
    'snapshot',
    'machine',
    'all that the sandbox remembers, password verifiers and signing keys too: keep it private',
    (_request, response) => void response.set('cache-control', 'no-store').json(lifeCycle.snapshot()),
  );
  change(
    'snapshot',
    'machine',
    'a snapshot takes the place of all that there is; connections end',
    z.unknown(),
    (given) => lifeCycle.restore(given),
  );
}
