/** What the prose of a snippet speaks of and the snippet does not declare itself. */
declare const outputs: import('../../client/outputs.js').StackOutputs & {
  readonly UserPoolId: string;
  readonly UserPoolClientId: string;
  readonly IdentityPoolId: string;
};
declare const credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
declare const identityId: string;
declare const idToken: string;
declare const topic: string;
declare function show(...values: unknown[]): void;
declare function showState(state: string, error?: Error): void;
declare function report(error: unknown): void;
declare function explain(action: string, resource: string, check: string): void;
