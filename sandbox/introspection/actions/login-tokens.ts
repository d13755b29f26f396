import { z } from 'zod';
import type { Peers } from '../../service/peers.js';
import type { Change } from '../life-cycle-routes.js';

const text = z.string().min(1);

/** In the place of Amazon, Apple, Facebook and Google, whose sign-in is not on this machine. */
export function serveLoginTokens(change: Change, issue: Peers['issueLoginToken']): void {
  change(
    'login-tokens',
    'machine',
    '{"provider": "accounts.google.com", "user": …, "appId": …, "claims": {…}}: a token as that provider gives it to the app',
    z.strictObject({
      provider: text,
      user: text,
      appId: text.optional(),
      claims: z.record(text, z.union([z.string(), z.array(z.string())])).optional(),
    }),
    async (asked) => ({ token: await issue(asked) }),
  );
}
