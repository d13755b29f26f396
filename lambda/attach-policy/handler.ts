import { createAttachPolicyFunction } from './attach-policy-function.js';
import { readConfiguration } from './configuration.js';
import { createIotClients } from './iot-clients.js';
import { prime } from './priming.js';

// Once per execution environment: wrong configuration stops it here, and connections to AWS IoT are kept.
const configuration = readConfiguration(process.env);
const clients = createIotClients(configuration);

/** Entry of the function: attaches the IoT policy to the Cognito identity that signed the request. */
export const handler = createAttachPolicyFunction({ configuration, clients, console, now: Date.now });

await prime({ configuration, clients });
