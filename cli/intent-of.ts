import { INTENT_METADATA, type Intent } from '../contract/intent.js';
import { USUAL_INTENT } from '../journey/target.js';
import type { StackAssembly } from '../sandbox/index.js';

/** What `IotAccess` wrote into the assembly; an assembly of others says nothing. */
export function intentOf({ metadata }: StackAssembly): Intent {
  const stated = metadata.find(({ type }) => type === INTENT_METADATA)?.data as Intent | undefined;
  return stated ?? USUAL_INTENT;
}
