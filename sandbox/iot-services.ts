import type { Clock } from './base/clock.js';
import type { Faults } from './base/faults.js';
import type { RequireIam } from './iam/authorize.js';
import type { DecisionLog } from './iam/decision-log.js';
import { type Broker, type BrokerOptions, createBroker } from './iot/broker.js';
import { controlPlaneOperations } from './iot/control-plane.js';
import type { ControlPlaneOperation } from './iot/control-plane-operation.js';
import { createAuthorizeDataPlane } from './iot/data-plane.js';
import { readIotPolicies } from './iot/iot-resources.js';
import { createPolicyAttachments, type PolicyAttachmentsState } from './iot/policy-attachments.js';
import { createShadowService } from './iot/shadow-service.js';
import { createShadows, type ShadowsState } from './iot/shadows.js';
import { createThings, type ThingsState } from './iot/things.js';
import type { StackResources } from './template/stack-resources.js';

export interface IotOptions {
  readonly resources: StackResources;
  /** Read and written in place. */
  readonly state: {
    readonly policyAttachments: PolicyAttachmentsState;
    readonly things: ThingsState;
    readonly shadows: ShadowsState;
  };
  readonly clock: Clock;
  readonly decisions: DecisionLog;
  readonly requireIam: RequireIam;
  /** Host and port of the sandbox. */
  readonly host: string;
  /** How long a new attachment takes to work, in milliseconds. */
  readonly attachDelay: () => number;
  readonly refusedSubscribe: BrokerOptions['refusedSubscribe'];
  readonly faults: Faults;
}

export interface Iot {
  readonly broker: Broker;
  readonly operations: readonly ControlPlaneOperation[];
}

/** AWS IoT Core: the broker, the IoT policies of the stack, things and shadows, and how they are called. */
export async function createIot(options: IotOptions): Promise<Iot> {
  const { resources, state, clock, decisions, requireIam, host, attachDelay, refusedSubscribe, faults } = options;
  const { region, accountId } = resources.environment;
  const attachments = createPolicyAttachments({
    policies: readIotPolicies(resources),
    state: state.policyAttachments,
    clock,
    region,
    delay: attachDelay,
  });
  const things = createThings({ state: state.things, region });
  const authorize = createAuthorizeDataPlane({ attachments, things, decisions, clock });
  const shadows = createShadowService({
    shadows: createShadows({ things, state: state.shadows, clock }),
    clock,
    faults,
    publish: (topic, payload) => broker.publish(topic, payload),
  });
  const broker = await createBroker({
    authorize,
    clock,
    region,
    accountId,
    refusedSubscribe,
    faults,
    onMessage: shadows.take,
  });
  const operations = controlPlaneOperations({
    attachments,
    things,
    shadows,
    broker,
    requireIam,
    authorize,
    region,
    accountId,
    endpoint: () => host,
  });
  return { broker, operations };
}
