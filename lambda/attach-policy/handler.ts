import { createAttachPolicyFunction } from './attach-policy-function.js';
import { readConfiguration } from './configuration.js';
import { createIotClients } from './iot-clients.js';
import { prime } from './priming.js';

// Once per execution environment: wrong configuration stops it here, and connections to AWS IoT are kept.
const configuration = readConfiguration(process.env);
const clients = createIotClients(configuration);
const write = (text: string) => void process.stdout.write(text);

/** Entry of the function: attaches the IoT policy to the Cognito identity that signed the request. */
export const handler = createAttachPolicyFunction({ configuration, clients, console, now: Date.now, write });

await prime({ configuration, clients });
