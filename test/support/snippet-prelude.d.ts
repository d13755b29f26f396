/** What the prose of a snippet speaks of and the snippet does not declare itself. */
declare const outputs: import('../../contract/stack-outputs.js').StackOutputs;
declare const credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
declare const identityId: string;
declare const idToken: string;
declare const topic: string;
declare const client: import('../../client/index.js').IotClient;
declare const signal: AbortSignal;
declare function show(...values: unknown[]): void;
declare function showSignIn(): void;
declare function showState(state: string, error?: Error): void;
declare function report(error: unknown): void;
declare function explain(action: string, resource: string, check: string): void;
declare const googleIdToken: string;
declare const cfnIdentityPool: import('aws-cdk-lib/aws-cognito').CfnIdentityPool;

/** It ships no types, and is installed by `npm run test:clients` alone. */
declare module 'aws-iot-device-sdk' {
  interface Device {
    on(name: 'connect' | 'close' | 'offline' | 'reconnect', listener: () => void): void;
    on(name: 'error', listener: (error: Error) => void): void;
    on(name: 'message', listener: (topic: string, payload: Uint8Array) => void): void;
    subscribe(topic: string, options: { qos: 0 | 1 }): void;
    publish(topic: string, payload: string, options: { qos: 0 | 1 }): void;
    updateWebSocketCredentials(accessKeyId: string, secretKey: string, sessionToken: string, expiration: Date): void;
  }
  const sdk: {
    device(options: {
      protocol: 'wss';
      region: string;
      host: string;
      clientId: string;
      accessKeyId: string;
      secretKey: string;
      sessionToken: string;
    }): Device;
  };
  export default sdk;
}

/** Files of the app that docs/amplify.md makes; `examples/amplify-gen2` is the same with Amplify's own types. */
declare module '@aws-amplify/backend' {
  interface Backend {
    readonly auth: {
      readonly resources: import('../../lib/index.js').AmplifyAuth & {
        readonly cfnResources: import('../../lib/index.js').AmplifyAuthCfnResources;
      };
    };
    createStack(name: string): import('aws-cdk-lib').Stack;
    addOutput(output: { readonly custom: object }): void;
  }
  export function defineAuth(props: object): object;
  export function defineBackend(parts: object): Backend;
}
declare module '*/auth/resource.js' {
  export const auth: object;
}
declare module '*/amplify_outputs.json' {
  const outputs: import('../../client/index.js').AmplifyOutputs &
    Parameters<typeof import('aws-amplify/utils').parseAmplifyConfig>[0];
  export default outputs;
}
/** Beside the app in the guides. */
declare module '*/outputs.json' {
  const outputs: { Region: string; UserPoolId: string; UserPoolClientId: string; IdentityPoolId: string };
  export default outputs;
}
