import { partitionOf } from '../template/partition.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';

/** A function of the stack, as whoever calls it names it. */
export interface FunctionReference {
  readonly functionName: string;
  /** Version or alias; undefined for the function itself. */
  readonly qualifier: string | undefined;
}

const NAME = '(?<functionName>[a-zA-Z0-9-_]+)(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?';
const AS_NAME = new RegExp(`^${NAME}$`);
const AS_PARTIAL_ARN = new RegExp(`^(?<accountId>\\d{12}):(?:function:)?${NAME}$`);
const AS_ARN = new RegExp(
  `^arn:(?<partition>aws[a-z-]*):lambda:(?<region>[a-z0-9-]+):(?<accountId>\\d{12}):function:${NAME}$`,
);

/**
 * Reads a function's name, ARN or partial ARN.
 *
 * @returns undefined for what is none, or is of another account, Region or partition
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
 */
export function parseFunctionReference(
  text: string,
  own: { readonly region: string; readonly accountId: string },
): FunctionReference | undefined {
  const found = (AS_ARN.exec(text) ?? AS_PARTIAL_ARN.exec(text) ?? AS_NAME.exec(text))?.groups;
  if (found?.functionName === undefined) return undefined;
  const { functionName, qualifier, region = own.region, accountId = own.accountId } = found;
  const { partition = partitionOf(own.region).name } = found;
  const isOwn = region === own.region && accountId === own.accountId && partition === partitionOf(own.region).name;
  return isOwn ? { functionName, qualifier } : undefined;
}

/** Its ARN, with the qualifier that it was named with. */
export function functionArnOf(
  {
    environment: { region, accountId },
  }: { readonly environment: { readonly region: string; readonly accountId: string } },
  { functionName, qualifier }: FunctionReference,
): string {
  const suffix = qualifier === undefined ? '' : `:${qualifier}`;
  return `arn:${partitionOf(region).name}:lambda:${region}:${accountId}:function:${functionName}${suffix}`;
}

/** The function of the template that is meant, whatever the qualifier. */
export function findFunction(
  resources: StackResources,
  { functionName }: FunctionReference,
): StackResource | undefined {
  return resources.ofType('AWS::Lambda::Function').find(({ physicalId }) => physicalId === functionName);
}
