import type { Ground, RunningService, Service } from '../service/service.js';
import type { State } from '../state/state.js';
import { createBroker } from './broker.js';
import { createAuthorizeDataPlane } from './data-plane.js';
import { holdIotLimits } from './iot-limits.js';
import { iotResourceTypes } from './iot-resource-types.js';
import { readIotPolicies } from './iot-resources.js';
import { serveMqtt } from './mqtt-server.js';
import { iotApis } from './operations/iot-apis.js';
import { createPolicyAttachments, policyAttachmentTables } from './policy-attachments.js';
import { createShadowService } from './shadow-service.js';
import { createShadows, shadowTables } from './shadows.js';
import { createThings, thingTables } from './things.js';

const tables = { policyAttachments: policyAttachmentTables, things: thingTables, shadows: shadowTables };

/** AWS IoT Core: the broker, the IoT policies of the stack, things and shadows. */
export const iot: Service<typeof tables> = { resourceTypes: iotResourceTypes, emptyState: tables, create: createIot };

async function createIot(ground: Ground, state: State<typeof tables>): Promise<RunningService> {
  const { resources, clock, decisions, faults, host } = ground;
  const { region, accountId } = resources.environment;
  holdIotLimits(resources);
  /** Milliseconds. */
  let attachDelay = (ground.options.attachDelay ?? 0) * 1000;
  const attachments = createPolicyAttachments({
    policies: readIotPolicies(resources),
    state: state.policyAttachments,
    clock,
    region,
    delay: () => attachDelay,
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
    refusedSubscribe: ground.options.refusedSubscribe ?? 'close',
    faults,
    onMessage: shadows.take,
  });
  return {
    apis: iotApis({ attachments, things, shadows, broker, authorize, region, accountId, host }),
    peers: {
      setAttachDelay(seconds) {
        attachDelay = seconds * 1000;
      },
    },
    views: {
      attachments: () => Object.fromEntries(state.policyAttachments.attachments.entries()),
      connections: broker.connections,
    },
    connect({ doors: { verifier }, server }) {
      serveMqtt({ server, broker, verifier, region, now: clock.now, faults });
      return [];
    },
    stop: broker.stop,
  };
}
