import { APIGatewayClient, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { apiOf } from '../deployment/api-of.js';
import { attachFunction } from '../deployment/attach-function.js';
import type { Deployment } from '../deployment/deployment.js';
import { stackResources } from '../deployment/stack-resources.js';
import type { Entry } from './entry.js';

/** A log group, and whose log it is. */
export interface LogSource {
  readonly source: Entry['source'];
  readonly logGroupName: string;
}

/** Where AWS IoT Core writes, whoever turns it on. @see https://docs.aws.amazon.com/iot/latest/developerguide/cloud-watch-logs.html */
const IOT_LOG_GROUP = 'AWSIotLogsV2';

/** The log groups of the stack. */
export async function logSources({ outputs, output, clientConfig }: Deployment): Promise<LogSource[]> {
  const [functions, apis] = [new LambdaClient(clientConfig), new APIGatewayClient(clientConfig)];
  try {
    const resources = await stackResources(outputs, clientConfig);
    const { Configuration } = await attachFunction(resources, outputs, functions);
    const api = apiOf(output('AttachPolicyUrl'));
    const stage = api && (await apis.send(new GetStageCommand(api)));
    const [, ofApi] = /:log-group:([^:]+)/.exec(stage?.accessLogSettings?.destinationArn ?? '') ?? [];
    const ofFunction = Configuration?.LoggingConfig?.LogGroup;
    return [
      ...(ofFunction === undefined ? [] : [{ source: 'function' as const, logGroupName: ofFunction }]),
      ...(ofApi === undefined ? [] : [{ source: 'api' as const, logGroupName: ofApi }]),
      { source: 'iot', logGroupName: IOT_LOG_GROUP },
    ];
  } finally {
    functions.destroy();
    apis.destroy();
  }
}
