import { callAttachPolicy } from './clients/attach-policy-client.js';
import type { JourneyTarget } from './target.js';
import type { Identity } from './traveller.js';

/** As the API says. */
export async function isAttached(target: JourneyTarget, { credentials }: Identity): Promise<boolean> {
  const { attached = false } = await callAttachPolicy(target, { method: 'GET', credentials });
  return attached;
}
