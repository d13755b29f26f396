import { IoTClient, paginateListAttachedPolicies } from '@aws-sdk/client-iot';
import type { JourneyTarget } from '../../journey/target.js';
import type { Deployment } from '../deployment/deployment.js';
import { grantsOf } from '../devices/grants-of.js';
import type { Found } from './found-intent.js';
import type { VerifyOptions } from './verify-options.js';

/** Outputs without which nothing can be tried. */
const NEEDED = [
  'Region',
  'UserPoolId',
  'UserPoolClientId',
  'IdentityPoolId',
  'AttachPolicyUrl',
  'IotEndpoint',
  'IotPolicyName',
] as const;

export type Watch = Required<Pick<JourneyTarget, 'signal' | 'making' | 'patience'>> & Pick<JourneyTarget, 'givenUser'>;

/**
 * A deployed stack as the journey sees it: AWS's endpoints alone, in a sandbox, too, so that it is tried there as it will
 * be on AWS. Nobody reads mails, and MQTT 5 says why something was refused.
 *
 * @throws DeploymentError for an output that is missing
 */
export function deployedTarget(
  deployment: Deployment,
  options: VerifyOptions,
  found: Found,
  watch: Watch,
): JourneyTarget {
  const { clientConfig, outputs, operatorKeys, output } = deployment;
  for (const name of NEEDED) output(name);
  const given = Object.entries(outputs).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const iot = new IoTClient(clientConfig);
  return {
    ...found,
    ...watch,
    ...(clientConfig.endpoint !== undefined && { endpoint: clientConfig.endpoint }),
    outputs: Object.fromEntries(given),
    operator: operatorKeys,
    deviceGrants: () => grantsOf(options, () => undefined),
    async attachedPolicies(target) {
      const names: string[] = [];
      for await (const { policies = [] } of paginateListAttachedPolicies({ client: iot }, { target })) {
        names.push(...policies.map(({ policyName = '' }) => policyName));
      }
      return names;
    },
  };
}
