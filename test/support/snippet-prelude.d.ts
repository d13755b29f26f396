/** What the prose of a snippet speaks of and the snippet does not declare itself. */
declare const outputs: import('../../contract/stack-outputs.js').StackOutputs;
declare const credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
declare const identityId: string;
declare const idToken: string;
declare const topic: string;
declare function show(...values: unknown[]): void;
declare function showState(state: string, error?: Error): void;
declare function report(error: unknown): void;
declare function explain(action: string, resource: string, check: string): void;
declare const googleIdToken: string;
