import { UnsupportedError } from '../base/errors.js';
import type { InvokePermission } from '../service/function-of-stack.js';
import { assetFolder, type StackAssembly } from '../template/assembly.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';

/** A Lambda function as the template describes it. */
export interface FunctionSettings {
  readonly functionName: string;
  readonly functionArn: string;
  readonly roleArn: string;
  /** Absolute folder of the code. */
  readonly codeFolder: string;
  /** `index.handler`. */
  readonly handler: string;
  /** Megabytes. */
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFormat: 'JSON' | 'Text';
  readonly logGroup: string;
  /** Who may invoke it, from `AWS::Lambda::Permission`. */
  readonly permissions: readonly InvokePermission[];
}

interface FunctionProperties {
  readonly Code: { readonly S3Key?: string };
  readonly Handler?: string;
  readonly Role: string;
  readonly Runtime?: string;
  readonly MemorySize?: number;
  readonly Timeout?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly LoggingConfig?: { readonly LogFormat?: 'JSON' | 'Text'; readonly LogGroup?: string };
}

interface PermissionProperties {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
}

/** The function with this ARN. @throws UnsupportedError if the template has none, or its code is not Node.js from an asset */
export function readFunction(
  resources: StackResources,
  assembly: StackAssembly,
  functionArn: string,
): FunctionSettings {
  const resource = findFunction(resources, functionArn);
  // A template's own words: what is read of them is checked below.
  const properties = resource.properties() as unknown as FunctionProperties;
  if (!properties.Runtime?.startsWith('nodejs')) {
    throw new UnsupportedError(`runtime ${properties.Runtime} of function ${resource.logicalId}`);
  }
  const codeFolder = assetFolder(assembly, properties.Code.S3Key ?? '');
  if (codeFolder === undefined)
    throw new UnsupportedError(`function ${resource.logicalId}, whose code is not an asset`);
  return {
    functionName: resource.physicalId,
    functionArn,
    roleArn: properties.Role,
    codeFolder,
    handler: properties.Handler ?? 'index.handler',
    memorySize: properties.MemorySize ?? 128,
    timeoutSeconds: properties.Timeout ?? 3,
    environment: properties.Environment?.Variables ?? {},
    logFormat: properties.LoggingConfig?.LogFormat ?? 'Text',
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.physicalId}`,
    permissions: readPermissions(resources, [resource.physicalId, functionArn]),
  };
}

/** ARN to `ReservedConcurrentExecutions` of every function of the template that has them. @throws UnsupportedError for what is no number */
export function readReservations(resources: StackResources): ReadonlyMap<string, number> {
  const reservations = new Map<string, number>();
  for (const resource of resources.ofType('AWS::Lambda::Function')) {
    const reserved = resource.properties().ReservedConcurrentExecutions;
    if (reserved === undefined) continue;
    // CloudFormation takes a number as text, too.
    if (!/^\d+$/.test(String(reserved))) {
      throw new UnsupportedError(`ReservedConcurrentExecutions ${String(reserved)} of function ${resource.logicalId}`);
    }
    reservations.set(functionArnOf(resources, resource), Number(reserved));
  }
  return reservations;
}

/** ARN of the role of the function with this ARN. @throws UnsupportedError if the template has no such function */
export function readFunctionRole(resources: StackResources, functionArn: string): string {
  return String(findFunction(resources, functionArn).property('Role'));
}

function findFunction(resources: StackResources, functionArn: string): StackResource {
  const resource = resources
    .ofType('AWS::Lambda::Function')
    .find((candidate) => functionArnOf(resources, candidate) === functionArn);
  if (resource === undefined) throw new UnsupportedError(`the function ${functionArn}, which is not in the template`);
  return resource;
}

function functionArnOf({ environment: { region, accountId } }: StackResources, { physicalId }: StackResource): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${physicalId}`;
}

function readPermissions(resources: StackResources, names: readonly string[]): InvokePermission[] {
  const { accountId } = resources.environment;
  return (
    resources
      .ofType('AWS::Lambda::Permission')
      // A template's own words: a permission of another shape permits nothing.
      .map((resource) => resource.properties() as unknown as PermissionProperties)
      .filter(({ FunctionName, Action }) => names.includes(FunctionName) && Action === 'lambda:InvokeFunction')
      // Whoever calls here does so from this account.
      .filter(({ SourceAccount = accountId }) => SourceAccount === accountId)
      .map(({ Principal, SourceArn }) => ({ principal: Principal, sourceArn: SourceArn }))
  );
}
