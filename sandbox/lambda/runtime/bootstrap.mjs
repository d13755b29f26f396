// Runs in the function's own process, as /var/runtime/index.mjs does on Lambda: loads the handler, asks the Runtime
// API for one invocation after the other, and ends when nobody answers any more.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { format } from 'node:util';
import { callHandler } from './call-handler.mjs';
import { loadHandler } from './load-handler.mjs';
import { reachUserPools } from './reach-user-pools.mjs';

const { AWS_LAMBDA_RUNTIME_API, AWS_EXECUTION_ENV, AWS_LAMBDA_LOG_FORMAT, AWS_ENDPOINT_URL } = process.env;
const { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = AWS_ENDPOINT_URL } = process.env;
// What the function's code does not get, and has no need to. The authorization tells the Runtime API that it is this
// process that asks.
const { authorization, places } = JSON.parse(process.env.SANDBOX_RUNTIME);
delete process.env.SANDBOX_RUNTIME;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: no callbacks from Node.js 24 on. */
const hasCallbacks = /nodejs2[02]\./.test(AWS_EXECUTION_ENV);
let requestId;

reachUserPools(AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER);
if (AWS_LAMBDA_LOG_FORMAT === 'JSON') writeJsonLogs();
const handler = await loadHandler(process.env._HANDLER, places, { hasCallbacks }).catch(async (error) => {
  await post('/init/error', describe(error));
  process.exit(1);
});
for (;;) await handleNext();

async function handleNext() {
  const answer = await fetch(`${api}/invocation/next`, { headers: { authorization } }).catch(() => process.exit(0));
  const event = await answer.json();
  requestId = answer.headers.get('lambda-runtime-aws-request-id');
  process.env._X_AMZN_TRACE_ID = answer.headers.get('lambda-runtime-trace-id');
  try {
    const result = await callHandler(handler, event, contextOf(answer.headers), { hasCallbacks });
    await post(`/invocation/${requestId}/response`, result ?? null);
  } catch (error) {
    await post(`/invocation/${requestId}/error`, describe(error));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(headers) {
  const deadline = Number(headers.get('lambda-runtime-deadline-ms'));
  const parsed = (name) => (headers.has(name) ? JSON.parse(headers.get(name)) : undefined);
  return {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    awsRequestId: requestId,
    identity: parsed('lambda-runtime-cognito-identity'),
    clientContext: parsed('lambda-runtime-client-context'),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function post(path, body) {
  const headers = { authorization, 'content-type': 'application/json' };
  await fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => process.exit(0));
}

function describe(error) {
  const known = error instanceof Error ? error : new Error(String(error));
  return { errorType: known.name, errorMessage: known.message, trace: (known.stack ?? '').split('\n') };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
function writeJsonLogs() {
  const levels = { debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      const single = values.length === 1 && typeof values[0] === 'object' && !(values[0] instanceof Error);
      const message = single ? values[0] : format(...values);
      const line = JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message });
      process.stdout.write(`${line}\n`);
    };
  }
}
