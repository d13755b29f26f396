import { holdCognitoLimits } from './cognito-limits.js';
import { functionLimits } from './function-limits.js';
import { holdIotLimits } from './iot-limits.js';
import { holdLimits } from './limits.js';
import { holdRestApiLimits } from './rest-api-limits.js';
import { holdRoleLimits } from './role-limits.js';
import type { RoleSettings } from './role-resources.js';
import type { StackResources } from './stack-resources.js';

/**
 * Refuses values that AWS refuses when the stack is deployed, those of functions that are not run here, too: each reader
 * of the template has a table of them beside it.
 *
 * @throws DeploymentError naming resource, property and value, and what is allowed
 */
export function holdDeploymentLimits(resources: StackResources, roles: readonly RoleSettings[]): void {
  for (const { logicalId, property } of resources.ofType('AWS::Lambda::Function')) {
    holdLimits(`${logicalId} (AWS::Lambda::Function)`, functionLimits, property);
  }
  holdRoleLimits(resources, roles);
  holdIotLimits(resources);
  holdCognitoLimits(resources);
  holdRestApiLimits(resources);
}
