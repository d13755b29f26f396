import { apiErrorsTable } from './api-errors.js';
import { clientErrors } from './client-errors.js';

/** Blocks of `docs/errors.md` that are made from the code, by the name that their marker has. */
export function errorsPageBlocks(): Record<string, string> {
  return { 'errors of the client': clientErrors(), 'answers of /attach-policy': apiErrorsTable() };
}
