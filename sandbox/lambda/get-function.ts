import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import { type Member, operationsOf } from '../service/operation.js';
import { type RestOperation, restOperation } from '../service/rest-operation.js';
import { partitionOf } from '../template/partition.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';

/** What the operations need. */
export interface FunctionParts {
  readonly resources: StackResources;
  /** When the sandbox was started. */
  readonly deployedAt: Date;
}

const operation = operationsOf();
const fields = { FunctionName: z.string().min(1).max(256) };

/**
 * Without the code's address, which AWS signs for its own storage.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export function getFunction(parts: FunctionParts): RestOperation {
  return restOperation(
    { method: 'GET', path: '/2015-03-31/functions/:FunctionName' },
    operation({
      name: 'lambda:GetFunction',
      access: { iam: (member) => arnAsked(parts, member) },
      fields,
      run({ FunctionName }) {
        const found = functionAsked(parts, FunctionName);
        const reserved = found.property('ReservedConcurrentExecutions');
        return {
          Configuration: configurationOf(parts, found),
          Code: { RepositoryType: 'S3' },
          ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: Number(reserved) } }),
        };
      },
    }),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export function getFunctionConfiguration(parts: FunctionParts): RestOperation {
  return restOperation(
    { method: 'GET', path: '/2015-03-31/functions/:FunctionName/configuration' },
    operation({
      name: 'lambda:GetFunctionConfiguration',
      access: { iam: (member) => arnAsked(parts, member) },
      fields,
      run: ({ FunctionName }) => configurationOf(parts, functionAsked(parts, FunctionName)),
    }),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export function listFunctions(parts: FunctionParts): RestOperation {
  return restOperation(
    { method: 'GET', path: '/2015-03-31/functions', query: ['MaxItems', 'Marker'] },
    operation({
      name: 'lambda:ListFunctions',
      access: { iam: () => '*' },
      fields: { MaxItems: number(1, 10_000).default(50), Marker: number(0, 10_000).default(0) },
      run({ MaxItems, Marker }) {
        const all = functionsOf(parts);
        // AWS gives 50 at most at once.
        const end = Marker + Math.min(MaxItems, 50);
        const page = all.slice(Marker, end).map((found) => configurationOf(parts, found));
        return { Functions: page, ...(end < all.length ? { NextMarker: String(end) } : {}) };
      },
    }),
  );
}

/** From the query, where it is text. */
function number(least: number, most: number) {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most));
}

function functionsOf({ resources }: FunctionParts): readonly StackResource[] {
  return resources.ofType('AWS::Lambda::Function');
}

function arnOf({ resources }: FunctionParts, name: string): string {
  const { region, accountId } = resources.environment;
  return `arn:${partitionOf(region).name}:lambda:${region}:${accountId}:function:${name}`;
}

/** A function is called by its name or its ARN. */
function arnAsked(parts: FunctionParts, member: Member): string {
  const asked = member('FunctionName');
  return asked.startsWith('arn:') ? asked : arnOf(parts, asked);
}

/** @throws AwsError for a function that the template does not have; none has another version than `$LATEST` */
function functionAsked(parts: FunctionParts, asked: string): StackResource {
  const found = functionsOf(parts).find(({ physicalId }) => [physicalId, arnOf(parts, physicalId)].includes(asked));
  if (found !== undefined) return found;
  const arn = asked.startsWith('arn:') ? asked : arnOf(parts, asked);
  throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
}

/** As the template has it, with Lambda's defaults. Those of a layer, a VPC or a file system are left out. */
function configurationOf(parts: FunctionParts, { physicalId, properties }: StackResource): object {
  const given = properties() as Readonly<Record<string, unknown>>;
  const logging = (given.LoggingConfig ?? {}) as { readonly LogFormat?: string; readonly LogGroup?: string };
  return {
    FunctionName: physicalId,
    FunctionArn: arnOf(parts, physicalId),
    Runtime: given.Runtime,
    Role: given.Role,
    Handler: given.Handler,
    Description: given.Description ?? '',
    Timeout: Number(given.Timeout ?? 3),
    MemorySize: Number(given.MemorySize ?? 128),
    LastModified: parts.deployedAt.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: given.Environment,
    TracingConfig: given.TracingConfig ?? { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: given.PackageType ?? 'Zip',
    Architectures: given.Architectures ?? ['x86_64'],
    EphemeralStorage: given.EphemeralStorage ?? { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${physicalId}`, ...logging },
  };
}
