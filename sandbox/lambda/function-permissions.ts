import type { InvokePermission } from '../service/function-of-stack.js';
import type { StackResources } from '../template/stack-resources.js';
import { type FunctionReference, parseFunctionReference } from './function-reference.js';

interface PermissionProperties {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
}

/** Conditions that neither API Gateway nor Cognito fulfils when it calls a function: such a permission gives nothing. */
const UNFULFILLED = ['EventSourceToken', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'];

/**
 * Who may invoke it by this very name: a version or an alias has permissions of its own.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function readPermissions(
  resources: StackResources,
  { functionName, qualifier }: FunctionReference,
): InvokePermission[] {
  const { environment } = resources;
  const isMeant = (name: string) => {
    const named = parseFunctionReference(name, environment);
    return named?.functionName === functionName && named.qualifier === qualifier;
  };
  return (
    resources
      .ofType('AWS::Lambda::Permission')
      // A template's own words: a permission of another shape permits nothing.
      .map((resource) => resource.properties() as unknown as PermissionProperties)
      .filter(({ FunctionName, Action }) => Action === 'lambda:InvokeFunction' && isMeant(String(FunctionName)))
      .filter((properties) => !UNFULFILLED.some((name) => Object.hasOwn(properties, name)))
      // Whoever calls here does so from this account.
      .filter(({ SourceAccount = environment.accountId }) => SourceAccount === environment.accountId)
      .map(({ Principal, SourceArn }) => ({ principal: Principal, sourceArn: SourceArn }))
  );
}
