import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, type IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { mockClient } from 'aws-sdk-client-mock';
import type { Console } from '../../../lambda/attach-policy/answer-log.js';
import {
  createAttachPolicyFunction,
  type DirectoryPart,
} from '../../../lambda/attach-policy/attach-policy-function.js';
import { readConfiguration } from '../../../lambda/attach-policy/configuration.js';
import { createIotClients, type IotClients } from '../../../lambda/attach-policy/iot-clients.js';
import type { LambdaContext } from '../../../lambda/attach-policy/lambda-handler.js';
import { identityPoolId, lambdaContext, origin } from './signed-request.js';

export const variable = '${cognito-identity.amazonaws.com:sub}';
export const secondOrigin = 'http://localhost:8000';

export const environment = {
  IOT_POLICY_NAME: 'MyPolicy',
  IDENTITY_POOL_ID: identityPoolId,
  IOT_ENDPOINT: 'abc123-ats.iot.eu-west-1.amazonaws.com',
  ALLOWED_ORIGINS: `${origin},${secondOrigin}`,
  CONNECTION_TEMPLATE: JSON.stringify({
    clientId: variable,
    topics: { publish: [`users/${variable}/*`], subscribe: [`users/${variable}/*`], receive: [`users/${variable}/*`] },
  }),
  GUESTS_ALLOWED: 'false',
  AWS_REGION: 'eu-west-1',
};

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly line: Readonly<Record<string, unknown>>;
}

/** An exception as the SDK throws it: it is recognized by its name. */
export function exception(name: string, extra: object = {}): Error {
  return Object.assign(new Error(`${name} of AWS IoT`), { name, ...extra });
}

/** The whole function over the given clients, with its log kept in `logs`. */
export function functionOver(
  clients: IotClients,
  overrides: Readonly<Record<string, string>> = {},
  directoryOf: (console: Console) => DirectoryPart | undefined = () => undefined,
) {
  const logs: LogLine[] = [];
  const written: string[] = [];
  const keep = (level: LogLine['level']) => (line: object) => void logs.push({ level, line: { ...line } });
  const console = { info: keep('info'), warn: keep('warn'), error: keep('error') };
  const handler = createAttachPolicyFunction({
    configuration: readConfiguration({ ...environment, ...overrides }),
    clients,
    console,
    now: Date.now,
    write: (text) => void written.push(text),
    directory: directoryOf(console),
  });
  const answer = async (event: object, context: LambdaContext = lambdaContext()) => {
    const { statusCode, headers, body } = (await handler(event, context)) as HttpAnswer;
    return { statusCode, headers, json: body === '' ? undefined : JSON.parse(body) };
  };
  return { handler, answer, logs, written };
}

/** The whole function over an AWS IoT that answers every call with success, until told otherwise. */
export function functionUnderTest(
  overrides: Readonly<Record<string, string>> = {},
  directoryOf?: (console: Console) => DirectoryPart,
) {
  const clients = createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined });
  const iot = mockClient(clients.iot as IoTClient);
  const iotData = mockClient(clients.iotData as IoTDataPlaneClient);
  iot.on(AttachPolicyCommand).resolves({});
  iot.on(DetachPolicyCommand).resolves({});
  iot.on(ListAttachedPoliciesCommand).resolves({ policies: [] });
  iotData.on(DeleteConnectionCommand).resolves({});
  return { ...functionOver(clients, overrides, directoryOf), clients, iot, iotData };
}
