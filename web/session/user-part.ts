import { Workbench } from '../workbench/workbench.js';
import { createSession } from './session.js';
import type { UserPart, UserPartOptions } from './visit.js';

/** What the page loads for those who have signed in: it stands behind an `import()`. */
export function createUserPart(options: UserPartOptions): UserPart {
  return { session: createSession(options), Workbench };
}
