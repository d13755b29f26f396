import { createAttachPolicyFunction } from '../../lambda/attach-policy/attach-policy-function.js';
import { readConfiguration } from '../../lambda/attach-policy/configuration.js';
import { createIotClients } from '../../lambda/attach-policy/iot-clients.js';

/** The function as `lambda/attach-policy/handler.ts` makes it, without priming. */
const configuration = readConfiguration(process.env);
const clients = createIotClients(configuration);
export const handler = createAttachPolicyFunction({ configuration, clients, console, now: Date.now });
