import { Readable } from 'node:stream';
import type { DynamoDBClient, QueryCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { type DirectoryUser, userKey } from '../../../contract/directory-items.js';
import type { DirectoryPart } from '../attach-policy-function.js';
import { type PrimingProps, prime } from '../priming.js';

export interface PrimingWithDirectoryProps extends PrimingProps {
  readonly directory: DirectoryPart;
  readonly client: DynamoDBClient;
  readonly userPoolId: string;
}

/** As `prime` does, with a connection to DynamoDB besides. Nothing is recorded. */
export async function primeWithDirectory(props: PrimingWithDirectoryProps): Promise<void> {
  const { directory, client, userPoolId, ...others } = props;
  const nobody = { userPoolId, sub: '00000000-0000-0000-0000-000000000000' };
  const restore = askForNothing(client, nobody);
  await prime({ ...others, directory: { ...directory, userOf: () => nobody } }).finally(restore);
}

/** The middleware knows nobody's request by its partition, so a real one goes its way even while this one is under way. */
function askForNothing({ middlewareStack }: DynamoDBClient, nobody: DirectoryUser): () => void {
  const name = 'askForNothing';
  const key = userKey(nobody);
  middlewareStack.add(
    (next) => async (args) => {
      if (partitionOf(args.input) !== key) return next(args);
      Object.assign(args.request as object, { method: 'GET', path: '/', query: {}, headers: {}, body: undefined });
      const result = await next(args).catch(() => ({ response: {} }) as never);
      const response = result.response as { readonly body?: unknown };
      await readToEnd(response.body);
      // DynamoDB says in plain text that it is healthy; the handler is to run as if it had done what it was asked.
      Object.assign(response, { statusCode: 200, headers: {}, body: new TextEncoder().encode('{}') });
      return result;
    },
    { step: 'deserialize', priority: 'low', name },
  );
  return () => void middlewareStack.remove(name);
}

function partitionOf(input: object): string | undefined {
  const { Key, ExpressionAttributeValues } = input as Partial<UpdateItemCommandInput & QueryCommandInput>;
  return (Key?.pk ?? ExpressionAttributeValues?.[':pk'])?.S;
}

/** So that its connection is free again. */
async function readToEnd(body: unknown): Promise<void> {
  if (!(body instanceof Readable) || body.destroyed) return;
  // A stream that fails is closed, too.
  await new Promise((resolve) => body.on('error', IGNORE).once('close', resolve).resume());
}

const IGNORE = () => undefined;
