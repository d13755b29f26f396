import type { IoTClient } from '@aws-sdk/client-iot';

/** The request of CloudFormation, as far as it is read. */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly PolicyName: string; readonly PolicyArn: string };
}

export interface HandlerProps {
  readonly iot: Pick<IoTClient, 'send'>;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly respond: (url: string, body: string) => Promise<unknown>;
}

type Handler = (event: CustomResourceRequest, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

export function createHandler(props: HandlerProps): Handler;
export const handler: Handler;
