import { createAccess } from './access.js';
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
import { createPolicyAttachment } from './policy-attachment.js';
import { isProxyEvent } from './proxy-event.js';

export interface AttachPolicyFunctionProps {
  readonly configuration: Configuration;
  readonly clients: IotClients;
  readonly console: Console;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Puts the parts together: one Express app for API Gateway, the same actions for direct invocations. */
export function createAttachPolicyFunction(props: AttachPolicyFunctionProps): LambdaHandler {
  const { configuration, clients, console, now } = props;
  const { policyName, endpoint, region, allowedOrigins, identityPoolId } = configuration;
  const access = createAccess({
    policyName,
    connections: createConnections({ endpoint, region, templates: createTemplates(configuration) }),
    attachment: createPolicyAttachment(clients, now),
  });
  const apiExchange = createApiExchanges({ app: createApp(allowedOrigins), allowedOrigins, identityPoolId });
  return createBoundary({
    exchangeFor: (event, context) =>
      isProxyEvent(event, context) ? apiExchange(event, context) : directExchange(event, context, configuration),
    access,
    console,
    now,
  });
}
