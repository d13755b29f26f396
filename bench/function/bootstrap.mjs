// Runs a handler as Lambda's own bootstrap does: an ES module that asks the Runtime API for one event after the other.
// It also tells how long the handler took, and on demand what the process has used.
import { createRequire } from 'node:module';

const { AWS_LAMBDA_RUNTIME_API, HANDLER_FILE, HTTP_REQUIRED } = process.env;
// For an import Node reads every export, WebSocket too, which loads the whole of undici before any function is loaded.
const { Agent, request } = HTTP_REQUIRED ? createRequire(import.meta.url)('node:http') : await import('node:http');
const [host, port] = AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
patchConsole();
const { handler } = await import(HANDLER_FILE);

for (;;) {
  const { headers, body } = await call('GET', '/invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => 10_000 };
  // Not `performance`, which Node would first have to load.
  const begun = process.hrtime();
  const answer = await handler(JSON.parse(body), context);
  const [seconds, nanoseconds] = process.hrtime(begun);
  const took = String(seconds * 1000 + nanoseconds / 1e6);
  await call('POST', `/invocation/${id}/response`, JSON.stringify(answer), { 'bench-handler-ms': took });
  if (headers['bench-usage']) await call('POST', '/bench/usage', JSON.stringify(usage()));
}

/** A function with the JSON log format has this console, not Node's: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
function patchConsole() {
  const { writeSync } = process.getBuiltinModule('node:fs');
  for (const level of ['info', 'warn', 'error']) {
    console[level] = (message) => {
      const timestamp = new Date().toISOString();
      writeSync(1, `${JSON.stringify({ timestamp, level: level.toUpperCase(), message })}\n`);
    };
  }
}

function usage() {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20 };
}

function call(method, path, body, headers = {}) {
  return new Promise((resolve) => {
    const options = { agent, method, host, port, path: `/2018-06-01/runtime${path}`, headers };
    const sent = request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', () => process.exit(0)).end(body);
  });
}
