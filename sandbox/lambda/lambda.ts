import { AwsError, UnsupportedError } from '../base/errors.js';
import type { Connection, Ground, RunningService, Service } from '../service/service.js';
import { holdLimits } from '../template/limits.js';
import { createAsynchronousCalls } from './asynchronous-calls.js';
import { createCodeFolders } from './code-folders.js';
import { endpointNotices, endpointVariables } from './endpoint-variables.js';
import { holdEnvironmentLimits } from './environment-limits.js';
import { functionLimits } from './function-limits.js';
import { openFunctionLog } from './function-log.js';
import { createFunctions } from './functions.js';
import { getFunction, getFunctionConfiguration, listFunctions } from './get-function.js';
import { invoke } from './invoke.js';
import { keepFunctionLogs } from './kept-function-logs.js';
import { lambdaResourceTypes } from './lambda-resource-types.js';
import { createWarmProcesses } from './warm-processes.js';

/** The functions of the stack, each in processes of its own. */
export const lambda: Service = { resourceTypes: lambdaResourceTypes, emptyState: {}, create: createLambda };

function createLambda(ground: Ground): RunningService {
  const { resources, options, roles, url, log, clock, faults, lasting, changes } = ground;
  // Those of functions that are not run here, too.
  for (const found of resources.ofType('AWS::Lambda::Function')) {
    holdLimits(`${found.logicalId} (AWS::Lambda::Function)`, functionLimits, found.property);
    holdEnvironmentLimits(found);
  }
  for (const notice of endpointNotices(options.endpoints ?? {})) log(notice);
  const lines = keepFunctionLogs(clock.now, () => changes.tell('functionLogs'));
  const onLogLine = (line: string, functionName: string, requestId?: string) => {
    log(line);
    lines.keep(functionName, line, requestId);
  };
  const asynchronous = createAsynchronousCalls(onLogLine, (error) => faults.report('lambda:InvokeFunction', error));
  // Once all services are there, the addresses of what they serve are known. Nobody calls a function before.
  let localValues: Connection['localOutputs'] = (values) => ({ ...values });
  const processes = lasting('processes of functions', createWarmProcesses);
  const functions = createFunctions({
    resources,
    assembly: options.assembly,
    endpoints: endpointVariables(options.endpoints ?? {}, url),
    concurrentExecutions: options.concurrentExecutions ?? 1000,
    assumeRole(roleArn, name) {
      if (roles.settings.some((role) => role.roleArn === roleArn)) {
        return roles.assumeRoleForService(roleArn, 'lambda.amazonaws.com', name);
      }
      const remedy = 'boot it with the stack that has it: --existing <its cdk.out>, or existing of startSandbox';
      throw new UnsupportedError(`role ${roleArn} of function ${name}, which is in no template (${remedy})`);
    },
    onLogLine,
    localValues: (values) => localValues(values),
    codeFolders: lasting('code of functions', createCodeFolders),
    startEnvironment: processes.start,
    openLogStream: (settings) => openFunctionLog(settings, ground),
  });
  const parts = { resources, deployedAt: new Date(clock.now()) };
  return {
    apis: [
      {
        protocol: 'rest-json',
        signingName: 'lambda',
        pages: PAGE_RIGHTS,
        operations: [
          getFunction(parts),
          getFunctionConfiguration(parts),
          invoke({ functions, asynchronous, environment: resources.environment }),
          listFunctions(parts),
        ],
        refuseFields: (_operation, [issue]) =>
          new AwsError('InvalidParameterValueException', `${issue?.path.join('.')}: ${issue?.message}`),
      },
    ],
    peers: { functionOf: functions.byArn },
    views: { functionLogs: lines.entries },
    connect(connection) {
      localValues = connection.localOutputs;
      return [];
    },
    async stop() {
      asynchronous.stop();
      await functions.stop();
    },
  };
}

/**
 * AWS's tutorials call functions from pages, so what its SDK sends passes; of what a page may read AWS's list is known.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/lambda-examples.html
 */
const PAGE_RIGHTS = {
  headers: [
    'Authorization',
    'Content-Type',
    'X-Amz-Date',
    'X-Amz-Security-Token',
    'X-Amz-Content-Sha256',
    'X-Amz-User-Agent',
    'X-Amz-Invocation-Type',
    'X-Amz-Log-Type',
    'X-Amz-Client-Context',
    'amz-sdk-invocation-id',
    'amz-sdk-request',
  ],
  reads: ['x-amz-log-result', 'x-amz-function-error'],
};
