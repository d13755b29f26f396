import type { StackResource, StackResources } from '../template/stack-resources.js';
import { type FunctionReference, parseFunctionReference } from './function-reference.js';

/** What is not published, and every function has. */
export const LATEST = '$LATEST';

/** A stack that has just been deployed has published its code once, so each of its functions has one version at most. */
export const FIRST_VERSION = '1';

/**
 * The version of the function that is called by this qualifier.
 *
 * @returns undefined for a version or an alias that the template does not have
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 */
export function versionOf(
  resources: StackResources,
  { functionName, qualifier }: FunctionReference,
): string | undefined {
  if (qualifier === undefined || qualifier === LATEST) return LATEST;
  const isOfFunction = ({ property }: StackResource) =>
    parseFunctionReference(String(property('FunctionName')), resources.environment)?.functionName === functionName;
  if (qualifier === FIRST_VERSION) {
    return resources.ofType('AWS::Lambda::Version').some(isOfFunction) ? FIRST_VERSION : undefined;
  }
  const alias = resources
    .ofType('AWS::Lambda::Alias')
    .find((resource) => resource.property('Name') === qualifier && isOfFunction(resource));
  return alias && String(alias.property('FunctionVersion'));
}
