import { createAttachPolicyFunction, type DirectoryPart } from './attach-policy-function.js';
import type { Configuration } from './configuration.js';
import type { IotClients } from './iot-clients.js';
import type { LambdaHandler } from './lambda-handler.js';

export interface PrimingProps {
  readonly configuration: Configuration;
  readonly clients: IotClients;
  /** Milliseconds that AWS IoT may take to answer. @default 500 */
  readonly patience?: number;
  /** @default none */
  readonly directory?: DirectoryPart;
}

/** Time that the handler keeps back for writing its answer. */
const RESERVE = 500;

/**
 * Does during init what the first invocation would otherwise wait for: runs the whole handler once, with a request to
 * AWS IoT that asks for nothing and leaves its connection open. Init has a full CPU, whatever the memory size is:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 * Nothing is attached or logged, and whatever fails or takes too long is the first invocation's to find out.
 */
export async function prime({ configuration, clients, patience = 500, directory }: PrimingProps): Promise<void> {
  const { region, identityPoolId } = configuration;
  const quiet = { info: ignore, warn: ignore, error: ignore };
  const handler = createAttachPolicyFunction({ configuration, clients, console: quiet, now: Date.now, directory });
  const nobody = `${region}:00000000-0000-0000-0000-000000000000`;
  const restore = askForNothing(clients, nobody);
  const event = attachEvent(nobody, identityPoolId);
  await dryRun(handler, event, patience + RESERVE).finally(restore);
}

/** The answer, whatever it is, is for nobody; `handler` itself knows when its time is up. */
async function dryRun(handler: LambdaHandler, event: object, remainingTime: number): Promise<void> {
  const context = { awsRequestId: 'priming', getRemainingTimeInMillis: () => remainingTime };
  await handler(event, context).catch(ignore);
}

/** The middleware knows nobody's request by its target, so a real one goes its way even while this one is under way. */
function askForNothing({ iot: { middlewareStack } }: IotClients, nobody: string): () => void {
  const name = 'askForNothing';
  middlewareStack.add(
    (next) => async (args) => {
      if ((args.input as { readonly target?: string }).target !== nobody) return next(args);
      Object.assign(args.request as object, { method: 'GET', path: '/', query: {}, headers: {}, body: undefined });
      const result = await next(args).catch(() => ({ response: { headers: {}, body: new Uint8Array() } }) as never);
      // It was not signed, so it was refused; the handler is to run as if it had not been.
      Object.assign(result.response as object, { statusCode: 200 });
      return result;
    },
    { step: 'deserialize', priority: 'low', name },
  );
  return () => void middlewareStack.remove(name);
}

function attachEvent(cognitoIdentityId: string, cognitoIdentityPoolId: string): object {
  const identity = { cognitoIdentityId, cognitoIdentityPoolId, cognitoAuthenticationType: 'authenticated' };
  const path = '/attach-policy';
  return { httpMethod: 'POST', resource: path, path, headers: {}, requestContext: { requestId: 'priming', identity } };
}

function ignore(): void {}
