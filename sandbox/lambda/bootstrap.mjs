// Runs in the function's own process, as /var/runtime/index.mjs does on Lambda: loads the handler, asks the Runtime
// API for one invocation after the other, and ends when nobody answers any more.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER, AWS_LAMBDA_LOG_FORMAT } = process.env;
// Tells the Runtime API that it is this process that asks; the function's code does not get it, and has no need to.
const authorization = process.env.SANDBOX_RUNTIME_AUTHORIZATION;
delete process.env.SANDBOX_RUNTIME_AUTHORIZATION;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
let requestId;

if (AWS_LAMBDA_LOG_FORMAT === 'JSON') writeJsonLogs();
const handler = await loadHandler().catch(async (error) => {
  await post('/init/error', describe(error));
  process.exit(1);
});
for (;;) await handleNext();

async function loadHandler() {
  const dot = _HANDLER.lastIndexOf('.');
  const [file, name] = [_HANDLER.slice(0, dot), _HANDLER.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs'].map((ending) => join(LAMBDA_TASK_ROOT, file + ending)).find(existsSync);
  if (path === undefined)
    throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  const loaded = await import(pathToFileURL(path).href);
  const found = loaded[name] ?? loaded.default?.[name];
  // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: no callbacks from Node.js 24 on.
  if (typeof found === 'function' && found.length < 3) return found;
  if (typeof found === 'function') {
    const message =
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.';
    throw Object.assign(new Error(message), { name: 'Runtime.CallbackHandlerDeprecated' });
  }
  throw Object.assign(new Error(`${_HANDLER} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
}

async function handleNext() {
  const answer = await fetch(`${api}/invocation/next`, { headers: { authorization } }).catch(() => process.exit(0));
  const event = await answer.json();
  requestId = answer.headers.get('lambda-runtime-aws-request-id');
  const context = contextOf(answer.headers);
  try {
    const result = await handler(event, context);
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
