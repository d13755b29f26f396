import type { IoTClient } from '@aws-sdk/client-iot';
import type { LambdaHandler } from './adapter.js';
import { createAttachPolicyFunction } from './attach-policy-function.js';
import type { IotClients } from './attachment.js';
import type { Configuration } from './configuration.js';
import { withinDeadline } from './deadline.js';

export interface PrimingProps {
  readonly configuration: Configuration;
  readonly clients: IotClients;
  /** Milliseconds that priming may take. @default 500 */
  readonly patience?: number;
}

/** Where the SDK was about to send a request. */
interface Destination {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
}

type HttpRequest = Parameters<IoTClient['config']['requestHandler']['handle']>[0];

/** Time that the handler keeps back for writing its answer. */
const reserve = 500;

/**
 * Does during init what the first invocation would otherwise wait for: runs the whole handler once, with the call to AWS
 * IoT answered here, and opens the connection to AWS IoT. Init has a full CPU, whatever the memory size is:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 * Nothing is attached or logged, and whatever fails or takes too long is the first invocation's to find out.
 */
export async function prime({ configuration, clients, patience = 500 }: PrimingProps): Promise<void> {
  const { iot } = clients;
  const quiet = { info: ignore, warn: ignore, error: ignore };
  const handler = createAttachPolicyFunction({ configuration, clients, console: quiet, now: Date.now });
  const run = async (signal: AbortSignal) => {
    const destination = await dryRun(handler, iot, configuration, patience);
    if (destination) await connect(iot, destination, signal);
  };
  await withinDeadline(patience, run, () => new Error('Priming took too long.')).catch(ignore);
}

/** Attaches for nobody. The middleware knows that request by its target, so a real one is never answered here. */
async function dryRun(
  handler: LambdaHandler,
  { middlewareStack }: IoTClient,
  { region, identityPoolId, groupPolicies }: Configuration,
  patience: number,
): Promise<Destination | undefined> {
  const nobody = `${region}:00000000-0000-0000-0000-000000000000`;
  let destination: Destination | undefined;
  middlewareStack.add(
    (next) => async (args) => {
      if ((args.input as { readonly target?: string }).target !== nobody) return next(args);
      destination = args.request as Destination;
      return { response: { statusCode: 200, headers: {}, body: new Uint8Array() } } as never;
    },
    { step: 'deserialize', priority: 'low', name: 'answerDryRun' },
  );
  try {
    await handler(attachEvent(nobody, identityPoolId, groupPolicies?.authenticatedRoleArn), {
      awsRequestId: 'priming',
      getRemainingTimeInMillis: () => patience + reserve,
    });
  } finally {
    middlewareStack.remove('answerDryRun');
  }
  return destination;
}

function attachEvent(cognitoIdentityId: string, cognitoIdentityPoolId: string, roleArn = ''): object {
  // Where the role decides, that of a user in no group.
  const userArn = `${roleArn.replace(/:iam::(\d+):role\/(?:.*\/)?/, ':sts::$1:assumed-role/')}/priming`;
  const identity = { cognitoIdentityId, cognitoIdentityPoolId, cognitoAuthenticationType: 'authenticated', userArn };
  const path = '/attach-policy';
  return { httpMethod: 'POST', resource: path, path, headers: {}, requestContext: { requestId: 'priming', identity } };
}

/** A request that asks for nothing, through the SDK's own agent: the next one finds its connection open. */
async function connect(iot: IoTClient, { protocol, hostname, port }: Destination, signal: AbortSignal): Promise<void> {
  const request = { method: 'GET', protocol, hostname, port, path: '/', query: {}, headers: {} } as HttpRequest;
  const { response } = await iot.config.requestHandler.handle(request, { abortSignal: signal });
  // Only a connection whose answer was read to its end is kept.
  for await (const _ of response.body);
}

function ignore(): void {}
