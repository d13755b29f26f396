import { createAttachPolicyFunction } from './attach-policy-function.js';
import { readConfiguration } from './configuration.js';
import { createDirectoryClient } from './directory/directory-client.js';
import { readDirectoryConfiguration } from './directory/directory-configuration.js';
import { createDirectoryPart } from './directory/directory-part.js';
import { primeWithDirectory } from './directory/priming-with-directory.js';
import { createIotClients } from './iot-clients.js';

// As in `handler.ts`, and a bundle of its own: whoever has no directory pays for no DynamoDB client in a cold start.
const configuration = readConfiguration(process.env);
const directoryConfiguration = readDirectoryConfiguration(process.env);
const { userPoolId } = directoryConfiguration;
const { identityPoolId } = configuration;
const clients = createIotClients(configuration);
const client = createDirectoryClient(configuration);
const now = Date.now;
const directory = createDirectoryPart({ configuration: directoryConfiguration, identityPoolId, client, console, now });
const write = (text: string) => void process.stdout.write(text);

/** Entry of the function for stacks with a directory: records whose the identity is, and then attaches to it. */
export const handler = createAttachPolicyFunction({ configuration, clients, console, now, write, directory });

await primeWithDirectory({ configuration, clients, directory, client, userPoolId });
