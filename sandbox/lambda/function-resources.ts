import { UnsupportedError } from '../base/errors.js';
import { assetFolder, type StackAssembly } from '../template/assembly.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import { type FunctionReference, findFunction, functionArnOf, parseFunctionReference } from './function-reference.js';
import { LATEST } from './function-versions.js';

/** A Lambda function as the template describes it. */
export interface FunctionSettings {
  readonly functionName: string;
  /** Without a qualifier. */
  readonly functionArn: string;
  /** `$LATEST`, or a number. */
  readonly version: string;
  readonly roleArn: string;
  /** `nodejs24.x`. */
  readonly runtime: string;
  readonly code: FunctionCode;
  /** The first one is the lowest. */
  readonly layers: readonly FunctionCode[];
  /** `index.handler`. */
  readonly handler: string;
  /** Megabytes. */
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFormat: 'JSON' | 'Text';
  readonly logGroup: string;
}

/** Where the code comes from: the absolute path of an asset, or the template itself. */
export type FunctionCode = { readonly asset: string } | { readonly inline: string };

interface FunctionProperties {
  readonly Code?: { readonly S3Key?: string; readonly ZipFile?: string };
  readonly Layers?: readonly unknown[];
  readonly PackageType?: string;
  readonly Handler?: string;
  readonly Role: string;
  readonly Runtime?: string;
  readonly MemorySize?: number | string;
  readonly Timeout?: number | string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  readonly LoggingConfig?: { readonly LogFormat?: 'JSON' | 'Text'; readonly LogGroup?: string };
}

/** Properties that give the code something it would miss here. */
const NOT_EMULATED = ['FileSystemConfigs', 'DurableConfig', 'TenancyConfig', 'CapacityProviderConfig'];

/**
 * The function with this ARN, which may name a version of it.
 *
 * @throws UnsupportedError if the template has none, or one that cannot be run here
 */
export function readFunction(
  resources: StackResources,
  assembly: StackAssembly,
  functionArn: string,
  version = LATEST,
): FunctionSettings {
  const { resource, reference } = requireFunction(resources, functionArn);
  const properties = resource.properties() as unknown as FunctionProperties; // a template's own words: checked below
  const { Runtime: runtime, PackageType } = properties;
  const { logicalId, physicalId: functionName } = resource;
  if (PackageType === 'Image') throw new UnsupportedError(`the container image of function ${logicalId}`);
  if (!runtime?.startsWith('nodejs')) {
    throw new UnsupportedError(
      `runtime ${runtime} of function ${logicalId} (it runs Node.js alone; all else of the stack works)`,
    );
  }
  const unknown = NOT_EMULATED.find((name) => resource.properties()[name] !== undefined);
  if (unknown !== undefined) throw new UnsupportedError(`the property ${unknown} of function ${logicalId}`);
  return {
    functionName,
    functionArn: functionArnOf(resources, { ...reference, qualifier: undefined }),
    version,
    roleArn: properties.Role,
    runtime,
    code: readCode(`function ${logicalId}`, properties.Code, assembly),
    layers: readLayers(resources, assembly, logicalId, properties.Layers),
    handler: properties.Handler ?? 'index.handler',
    memorySize: Number(properties.MemorySize ?? 128),
    timeoutSeconds: Number(properties.Timeout ?? 3),
    environment: readVariables(properties),
    logFormat: properties.LoggingConfig?.LogFormat ?? 'Text',
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
  };
}

/** ARN to `ReservedConcurrentExecutions` of every function of the template that has them. @throws UnsupportedError for what is no number */
export function readReservations(resources: StackResources): ReadonlyMap<string, number> {
  const reservations = new Map<string, number>();
  for (const resource of resources.ofType('AWS::Lambda::Function')) {
    const reserved = resource.property('ReservedConcurrentExecutions');
    if (reserved === undefined) continue;
    // CloudFormation takes a number as text, too.
    if (!/^\d+$/.test(String(reserved))) {
      throw new UnsupportedError(`ReservedConcurrentExecutions ${String(reserved)} of function ${resource.logicalId}`);
    }
    const reference = { functionName: resource.physicalId, qualifier: undefined };
    reservations.set(functionArnOf(resources, reference), Number(reserved));
  }
  return reservations;
}

/** ARN of the role of the function with this ARN. @throws UnsupportedError if the template has no such function */
export function readFunctionRole(resources: StackResources, functionArn: string): string {
  return String(requireFunction(resources, functionArn).resource.property('Role'));
}

function requireFunction(
  resources: StackResources,
  functionArn: string,
): { readonly resource: StackResource; readonly reference: FunctionReference } {
  const reference = parseFunctionReference(functionArn, resources.environment);
  const resource = reference && findFunction(resources, reference);
  if (resource !== undefined) return { resource, reference: reference as FunctionReference };
  throw new UnsupportedError(`the function ${functionArn}, which is not in the template`);
}

function readCode(what: string, code: FunctionProperties['Code'], assembly: StackAssembly): FunctionCode {
  if (typeof code?.ZipFile === 'string') return { inline: code.ZipFile };
  // A synthesizer may put all assets below a prefix of the bucket.
  const asset = assetFolder(assembly, code?.S3Key?.split('/').at(-1) ?? '');
  if (asset === undefined) throw new UnsupportedError(`${what}, whose code is not an asset`);
  return { asset };
}

function readLayers(
  resources: StackResources,
  assembly: StackAssembly,
  logicalId: string,
  arns: FunctionProperties['Layers'] = [],
): FunctionCode[] {
  return arns.map((arn) => {
    const layer = resources.ofType('AWS::Lambda::LayerVersion').find(({ physicalId }) => physicalId === arn);
    if (layer === undefined) {
      throw new UnsupportedError(`layer ${String(arn)} of function ${logicalId}, which is not in the template`);
    }
    const content = layer.property('Content') as FunctionProperties['Code'];
    return readCode(`layer ${layer.logicalId} of function ${logicalId}`, content, assembly);
  });
}

/** What a template writes as a number or a truth is text for the function. */
function readVariables({ Environment }: FunctionProperties): Record<string, string> {
  const variables = Object.entries(Environment?.Variables ?? {});
  return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
}
