import type { DirectoryUser } from '../../contract/directory-items.js';
import { type Actions, createAccess } from './access.js';
import type { Console } from './answer-log.js';
import { createApiExchanges } from './api-exchange.js';
import { createApp } from './app.js';
import { createBoundary } from './boundary.js';
import type { Configuration } from './configuration.js';
import { createConnections } from './connections.js';
import { directExchange } from './direct-exchange.js';
import { createTemplates } from './group-connections.js';
import type { IotClients } from './iot-clients.js';
import type { LambdaHandler } from './lambda-handler.js';
import { createMetricsLog } from './metrics-log.js';
import { createPolicyAttachment, type PolicyAttachment } from './policy-attachment.js';
import { isProxyEvent, type ProxyEvent } from './proxy-event.js';
import { createUserLimit } from './user-limit.js';

/** What a deployment with a directory does besides. */
export interface DirectoryPart {
  /** Who signed an event in, by its signed context; undefined: nobody whom the directory may know. */
  readonly userOf: (event: ProxyEvent) => DirectoryUser | undefined;
  readonly around: (actions: Actions, attachment: PolicyAttachment) => Actions;
}

export interface AttachPolicyFunctionProps {
  readonly configuration: Configuration;
  readonly clients: IotClients;
  readonly console: Console;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where the log's lines go where the configuration has metrics. @default no metrics */
  readonly write?: ((text: string) => void) | undefined;
  /** @default none */
  readonly directory?: DirectoryPart | undefined;
}

/** Puts the parts together: one Express app for API Gateway, the same actions for direct invocations. */
export function createAttachPolicyFunction(props: AttachPolicyFunctionProps): LambdaHandler {
  const { configuration, clients, console, now, write, directory } = props;
  const { policyName, revokedPolicyName, endpoint, region, allowedOrigins, identityPoolId } = configuration;
  const { apiProof, metrics } = configuration;
  const access = createAccess({
    policyName,
    revokedPolicyName,
    connections: createConnections({ endpoint, region, templates: createTemplates(configuration) }),
    attachment: createPolicyAttachment(clients, now),
    userLimit: createUserLimit(now),
    around: directory?.around,
  });
  const app = createApp(allowedOrigins);
  const apiExchange = createApiExchanges({ app, allowedOrigins, identityPoolId, userOf: directory?.userOf });
  return createBoundary({
    exchangeFor: (event, context) =>
      isProxyEvent(event, context, apiProof)
        ? apiExchange(event, context)
        : directExchange(event, context, configuration),
    access,
    console,
    now,
    metrics: metrics && write && createMetricsLog({ ...metrics, write, now }),
  });
}
