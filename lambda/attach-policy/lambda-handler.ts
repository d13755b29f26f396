import type { ContextIdentity } from './caller.js';

/** What is used of Lambda's context. `clientContext` is left out on purpose: the client writes it. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly identity?: ContextIdentity | null | undefined;
  getRemainingTimeInMillis(): number;
}

export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;
