import { createAccess } from './access.js';
import { createHandler, type LambdaHandler } from './adapter.js';
import { type AnswerLogProps, createAnswerLog } from './answer-log.js';
import { createApp } from './app.js';
import { createAttachment, type IotClients } from './attachment.js';
import type { Configuration } from './configuration.js';
import { createConnections } from './connection.js';
import { createDirect } from './direct.js';
import { createTemplates } from './group-connections.js';
import { createLastResort } from './last-resort.js';

export interface AttachPolicyFunctionProps extends AnswerLogProps {
  readonly configuration: Configuration;
  readonly clients: IotClients;
}

/** Puts the parts together: one Express app for API Gateway, the same actions for direct invocations. */
export function createAttachPolicyFunction({
  configuration,
  clients,
  console,
  now,
}: AttachPolicyFunctionProps): LambdaHandler {
  const { policyName, endpoint, region, allowedOrigins, identityPoolId, guestsAllowed } = configuration;
  const log = createAnswerLog({ console, now });
  const access = createAccess({
    policyName,
    connections: createConnections({ endpoint, region, templates: createTemplates(configuration) }),
    attachment: createAttachment(clients, now),
  });
  const app = createApp({ access, allowedOrigins, log });
  const direct = createDirect({ access, log });
  const lastResort = createLastResort({ allowedOrigins, console });
  return createHandler({ app, direct, lastResort, identityPoolId, guestsAllowed, now });
}
