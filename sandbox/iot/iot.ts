import { createDecisionLog } from '../iam/decision-log.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import type { State } from '../state/state.js';
import { createBroker } from './broker.js';
import { createAuthorizeDataPlane } from './data-plane.js';
import { holdIotLimits } from './iot-limits.js';
import { iotResourceTypes } from './iot-resource-types.js';
import { readIotPolicies, readThings } from './iot-resources.js';
import { createLifecycleEvents } from './lifecycle-events.js';
import { deployLogOptions } from './logging/deploy-log-options.js';
import { createIotLog, iotLogTables } from './logging/iot-log.js';
import { logPresence } from './logging/log-presence.js';
import { loggedRules } from './logging/logged-rules.js';
import { createMessageLog } from './message-log.js';
import { retainedMessageTables } from './mqtt/retained-messages.js';
import { serveMqtt } from './mqtt-server.js';
import { iotApis } from './operations/iot-apis.js';
import type { IotParts } from './operations/iot-parts.js';
import { createIotPolicies, iotPolicyTables } from './policies/iot-policies.js';
import { defaultVersionOf } from './policies/policy-record.js';
import { createPropagation } from './policies/propagation.js';
import { createPolicyAttachments, policyAttachmentTables } from './policy-attachments.js';
import { createShadowService } from './shadow-service.js';
import { createShadows, shadowTables } from './shadows.js';
import { openTestConnection } from './test-connection.js';
import { createThings, thingTables } from './things.js';

const tables = {
  iotPolicies: iotPolicyTables,
  policyAttachments: policyAttachmentTables,
  things: thingTables,
  shadows: shadowTables,
  iotLog: iotLogTables,
  retainedMessages: retainedMessageTables,
};

/** AWS IoT Core: the broker, the IoT policies of the stack, things and shadows. */
export const iot: Service<typeof tables> = { resourceTypes: iotResourceTypes, emptyState: tables, create: createIot };

async function createIot(ground: Ground, state: State<typeof tables>): Promise<RunningService> {
  const { resources, clock, decisions, faults, host, changes } = ground;
  const { region, accountId } = resources.environment;
  holdIotLimits(resources);
  const propagation = createPropagation(clock, ground.options.attachDelay);
  const policies = createIotPolicies({
    settings: readIotPolicies(resources),
    state: state.iotPolicies,
    clock,
    propagation,
  });
  const attachments = createPolicyAttachments({ policies, state: state.policyAttachments, region, propagation });
  const things = createThings({ state: state.things, region });
  for (const name of readThings(resources)) things.create(name);
  const authorize = createAuthorizeDataPlane({ attachments, things, decisions, clock });
  const shadows = createShadowService({
    shadows: createShadows({ things, state: state.shadows, clock }),
    clock,
    faults,
    publish: (topic, payload) => broker.publish({ topic, payload }),
  });
  const log = createIotLog(state.iotLog, ground);
  deployLogOptions(log, resources);
  const messages = createMessageLog(clock.now, () => changes.tell('mqttMessages'));
  const broker = createBroker({
    messages,
    authorize,
    clock,
    region,
    accountId,
    retained: state.retainedMessages,
    refusedSubscribe: ground.options.refusedSubscribe ?? 'close',
    faults,
    onMessage: shadows.take,
    onPresence(event) {
      changes.tell('connections');
      logPresence(event, log);
      tellLifecycle(event);
    },
    watched: (rules) => loggedRules(rules, log),
  });
  const tellLifecycle = createLifecycleEvents({
    now: clock.now,
    publish: (topic, payload) => broker.publish({ topic, payload }),
  });
  const publish: IotParts['publish'] = (message) => {
    broker.publish(message);
    shadows.take(message.topic, message.payload);
  };
  return {
    apis: iotApis({ policies, attachments, things, shadows, broker, publish, log, authorize, region, accountId, host }),
    peers: { setAttachDelay: propagation.setDelay },
    consolePeers: {
      openTestConnection: (options) => openTestConnection(broker, options),
      wouldBroker: createAuthorizeDataPlane({ attachments, things, decisions: createDecisionLog(clock.now), clock }),
      policiesInEffect: (identityId) =>
        (state.policyAttachments.attachments.get(identityId) ?? [])
          .filter(({ effectiveAt }) => propagation.isReached(effectiveAt))
          .map(({ policyName }) => policyName),
    },
    views: {
      attachments: () => Object.fromEntries(state.policyAttachments.attachments.entries()),
      connections: broker.connections,
      mqttMessages: messages.entries,
    },
    overview: {
      iotPolicies: () =>
        policies.list().map((policy) => ({
          name: policy.policyName,
          document: JSON.parse(defaultVersionOf(policy).document),
        })),
    },
    connect({ doors: { verifier }, onUpgrade, handshakes }) {
      serveMqtt({ onUpgrade, broker, verifier, region, now: clock.now, faults, handshakes });
      return [];
    },
    stop: broker.stop,
  };
}
