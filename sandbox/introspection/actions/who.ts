import { z } from 'zod';
import type { Who } from '../../../contract/console-actions.js';

const text = z.string().min(1);

/** In whose place something is done, or asked. */
export const who: z.ZodType<Who> = z.union([
  z.strictObject({
    user: z.strictObject({ userPoolId: text, userName: text, identityPoolId: text.exactOptional() }),
  }),
  z.strictObject({ identityId: text }),
  z.strictObject({ guestOf: text }),
]);
