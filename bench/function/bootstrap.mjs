// Runs a handler as Lambda's own bootstrap does: an ES module that asks the Runtime API for one event after the other.
// It also tells how long the handler took, and on demand what the process has used.
import { createRequire } from 'node:module';

const { AWS_LAMBDA_RUNTIME_API, HANDLER_FILE, HTTP_REQUIRED } = process.env;
// For an import Node reads every export, WebSocket too, which loads the whole of undici before any function is loaded.
const { Agent, request } = HTTP_REQUIRED ? createRequire(import.meta.url)('node:http') : await import('node:http');
const [host, port] = AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const { handler } = await import(HANDLER_FILE);

for (;;) {
  const { headers, body } = await call('GET', '/invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => 10_000 };
  const begun = performance.now();
  const answer = await handler(JSON.parse(body), context);
  const took = performance.now() - begun;
  await call('POST', `/invocation/${id}/response`, JSON.stringify(answer), { 'bench-handler-ms': String(took) });
  if (headers['bench-usage']) await call('POST', '/bench/usage', JSON.stringify(usage()));
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
