import { holdRestApiLimits } from './api-gateway/rest-api-limits.js';
import { holdCognitoLimits } from './cognito/resources/cognito-limits.js';
import { holdRoleLimits } from './iam/role-limits.js';
import type { RoleSettings } from './iam/role-resources.js';
import { holdIotLimits } from './iot/iot-limits.js';
import { functionLimits } from './lambda/function-limits.js';
import { holdLimits } from './template/limits.js';
import type { StackResources } from './template/stack-resources.js';

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
