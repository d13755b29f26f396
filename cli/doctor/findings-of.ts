import { attachedPoliciesCheck } from './checks/attached-policies-check.js';
import { clockCheck } from './checks/clock-check.js';
import { connectionCheck } from './checks/connection-check.js';
import { corsCheck } from './checks/cors-check.js';
import { endpointCheck } from './checks/endpoint-check.js';
import { functionCheck } from './checks/function-check.js';
import { groupCheck } from './checks/group-check.js';
import { identityCheck } from './checks/identity-check.js';
import { iotRightsCheck } from './checks/iot-rights-check.js';
import { outputsCheck } from './checks/outputs-check.js';
import { poolCheck } from './checks/pool-check.js';
import { revocationCheck } from './checks/revocation-check.js';
import { roleCheck } from './checks/role-check.js';
import { roleRightsCheck } from './checks/role-rights-check.js';
import { stageCheck } from './checks/stage-check.js';
import { userCheck } from './checks/user-check.js';
import type { Facts } from './facts.js';
import { type Finding, finding, type Verdict } from './finding.js';

/** In the order of a user's way; a fault may bring those after it with it. */
const CHECKS: Readonly<Record<string, (facts: Facts) => Verdict | undefined>> = {
  outputs: outputsCheck,
  endpoint: endpointCheck,
  clock: clockCheck,
  cors: corsCheck,
  stage: stageCheck,
  function: functionCheck,
  // Who is revoked is disabled as well: what is first said is what was done.
  revocation: revocationCheck,
  user: userCheck,
  pool: poolCheck,
  identity: identityCheck,
  role: roleCheck,
  groups: groupCheck,
  'attached-policies': attachedPoliciesCheck,
  'role-rights': roleRightsCheck,
  'iot-rights': iotRightsCheck,
  connection: connectionCheck,
};

/** What each check says, without those that nobody asked for. */
export function findingsOf(facts: Facts): Finding[] {
  return Object.entries(CHECKS).flatMap(([name, check]) => {
    const verdict = check(facts);
    return verdict === undefined ? [] : [finding(name, verdict)];
  });
}
