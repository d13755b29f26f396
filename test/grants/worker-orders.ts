import type { DeviceGrantsConfiguration } from '../../contract/device-grants-configuration.js';

export interface OrderedChange {
  readonly change: 'grant' | 'revoke';
  readonly device: string;
}

/** What a process is to do before it is killed. */
export interface WorkerOrders {
  readonly url: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly configuration: DeviceGrantsConfiguration;
  readonly user: string;
  readonly changes: readonly OrderedChange[];
  readonly writesToLive: number;
  /** Milliseconds. */
  readonly leaseTime: number;
}

/** What changes something in the directory or in AWS IoT. */
export const writes: ReadonlySet<string> = new Set([
  'PutItemCommand',
  'DeleteItemCommand',
  'CreatePolicyCommand',
  'CreatePolicyVersionCommand',
  'DeletePolicyVersionCommand',
  'AttachPolicyCommand',
]);
