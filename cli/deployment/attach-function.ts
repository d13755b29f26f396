import { GetFunctionCommand, type GetFunctionCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Outputs } from './outputs.js';
import type { DeployedResource } from './stack-resources.js';

/**
 * The function that attaches: the one of the stack that is told the name of the IoT policy. It takes
 * `lambda:GetFunction`.
 *
 * @throws Error where no function of the stack is
 */
export async function attachFunction(
  resources: readonly DeployedResource[],
  { IotPolicyName }: Outputs,
  functions: LambdaClient,
): Promise<GetFunctionCommandOutput> {
  const names = resources.flatMap(({ type, physicalId }) => (type === 'AWS::Lambda::Function' ? [physicalId] : []));
  const each = await Promise.all(names.map((FunctionName) => functions.send(new GetFunctionCommand({ FunctionName }))));
  const found = each.find(({ Configuration }) => {
    const { IOT_POLICY_NAME } = Configuration?.Environment?.Variables ?? {};
    return IOT_POLICY_NAME !== undefined && IOT_POLICY_NAME === IotPolicyName;
  });
  if (found !== undefined) return found;
  throw new Error(`no function of the stack attaches ${IotPolicyName}`);
}
