import type { StackOutputs } from '../../contract/stack-outputs.js';

/** Of a deployed stack, as far as they are there. */
export type Outputs = Partial<StackOutputs>;
