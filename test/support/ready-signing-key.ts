import type { PrivateKey } from '../../sandbox/cognito/user-pool/user-pool-tables.js';
import { sharedKeys } from './shared-keys.js';

const keys = sharedKeys() as PrivateKey[];
let taken = 0;

/**
 * Stands in for `new-signing-key.ts` under jest: real keys, made once before all tests, since each takes a third of a
 * second and every sandbox needs one. They take turns, so that two pools of one test have two.
 */
export async function newSigningKey(): Promise<PrivateKey> {
  return readySigningKey();
}

export function readySigningKey(): PrivateKey {
  taken += 1;
  return { ...keys[taken % keys.length] };
}
