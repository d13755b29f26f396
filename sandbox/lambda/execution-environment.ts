import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { InvocationResult } from '../service/function-of-stack.js';
import type { ModulePlaces } from './module-places.js';
import { createRuntimeApi } from './runtime-api.js';

export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  readonly functionArn: string;
  /** Milliseconds since 1970, by the machine's own clock: the child has no other. */
  readonly deadline: number;
  /** Set for `lambda:Invoke` with Cognito credentials. */
  readonly cognitoIdentity?: { readonly cognitoIdentityId: string; readonly cognitoIdentityPoolId: string };
  /** What the caller of `lambda:Invoke` sent as client context. */
  readonly clientContext?: unknown;
}

/** One process with the function loaded; it runs one invocation at a time. */
export interface ExecutionEnvironment {
  /**
   * Once the function has loaded, or could not, or has taken too long.
   * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
   */
  initialized(): Promise<void>;
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** False once the process is gone or has timed out: it is not asked again. */
  usable(): boolean;
  stop(): Promise<void>;
}

export interface EnvironmentOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Of Node.js. */
  readonly flags: readonly string[];
  readonly places: ModulePlaces;
  /** Told the request that the line belongs to, or came after; none before the first. */
  readonly onLogLine: (line: string, requestId: string | undefined) => void;
}

/** Milliseconds that loading may take; what is beyond counts as time of the first invocation. */
const INIT = 10_000;

const BROKEN = Symbol('a request that did not arrive whole');
const TOO_LARGE = Symbol('an answer that Lambda does not take');

/** Bytes of an answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (6 MB, and a little) */
const LARGEST_ANSWER = 6_291_556;

/** Starts the process, and the Runtime API that it asks for work. */
export async function startExecutionEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  let waiting: ServerResponse | undefined;
  let current: { readonly invocation: Invocation; readonly settle: (result: InvocationResult) => void } | undefined;
  let failure: InvocationResult | undefined;
  let latest: string | undefined;

  const deliver = () => {
    if (waiting === undefined || current === undefined) return;
    const response = waiting;
    waiting = undefined;
    response.writeHead(200, headersOf(current.invocation)).end(JSON.stringify(current.invocation.event));
  };

  const settle = (result: InvocationResult) => {
    const settled = current;
    current = undefined;
    settled?.settle(result);
  };

  const fail = (result: InvocationResult) => {
    failure ??= result;
    hasLoaded();
    settle(failure);
  };

  let hasLoaded = () => {};
  const loaded = new Promise<void>((resolve) => {
    hasLoaded = resolve;
    setTimeout(resolve, INIT).unref();
  });

  const api = createRuntimeApi();
  const server = createServer(async (request, response) => {
    const asked = api.read(request, host);
    if ('refused' in asked) return void response.writeHead(asked.refused).end();
    if (asked.wants === 'next') {
      hasLoaded();
      waiting = response;
      deliver();
      return;
    }
    // A process that is ended while it answers has said nothing: its end settles the call.
    const body = await readJson(request).catch(() => BROKEN);
    if (body === BROKEN) return void response.destroy();
    // An answer for a call that is over, as of one that has timed out, is none for the next.
    if ('requestId' in asked && asked.requestId !== current?.invocation.requestId) {
      return void response.writeHead(400).end();
    }
    response.writeHead(202).end();
    if (body === TOO_LARGE) settle(tooLarge());
    else if (asked.wants === 'response') settle({ ok: true, payload: body });
    else if (asked.wants === 'init-error') fail(errorResult(body));
    else settle(errorResult(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const child = spawnChild(host, api.authorization, options, (line) => options.onLogLine(line, latest));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit status ${code}` : `signal ${signal}`));
  });
  void ended.then((how) => {
    fail({ ok: false, errorType: 'Runtime.ExitError', errorMessage: `RequestId: Error: Runtime exited with ${how}` });
  });

  return {
    usable: () => failure === undefined,
    initialized: () => loaded,
    invoke: (invocation) =>
      new Promise((resolve) => {
        if (failure !== undefined) return resolve(failure);
        const timer = setTimeout(() => {
          fail(timedOut(invocation));
          child.kill('SIGKILL');
        }, invocation.deadline - Date.now());
        latest = invocation.requestId;
        current = {
          invocation,
          settle: (result) => {
            clearTimeout(timer);
            resolve(result);
          },
        };
        deliver();
      }),
    async stop() {
      child.kill('SIGKILL');
      server.closeAllConnections();
      await Promise.all([ended, new Promise((resolve) => server.close(resolve))]);
    },
  };
}

function spawnChild(
  host: string,
  authorization: string,
  { environment, flags, places }: EnvironmentOptions,
  onLine: (line: string) => void,
): ChildProcess {
  const bootstrap = join(import.meta.dirname, 'runtime/bootstrap.mjs');
  const child = spawn(process.execPath, [...flags, bootstrap], {
    // Nothing of the developer's own environment: neither credentials nor profiles reach the function.
    env: {
      ...environment,
      AWS_LAMBDA_RUNTIME_API: host,
      SANDBOX_RUNTIME: JSON.stringify({ authorization, places }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  return child;
}

function headersOf(invocation: Invocation): Record<string, string> {
  const { requestId, deadline, functionArn, cognitoIdentity, clientContext } = invocation;
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': String(deadline),
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-trace-id': traceId(),
    ...(cognitoIdentity === undefined ? {} : { 'lambda-runtime-cognito-identity': JSON.stringify(cognitoIdentity) }),
    ...(clientContext === undefined ? {} : { 'lambda-runtime-client-context': inHeader(clientContext) }),
  };
}

/** Not sampled, as with the tracing mode `PassThrough`: there is no X-Ray here. */
function traceId(): string {
  const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}

/** As JSON in characters that a header may have: Node.js throws at any other. */
function inHeader(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replaceAll(/[^\x20-\x7e]/g, escaped);
}

function tooLarge(): InvocationResult {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_ANSWER} bytes).`;
  return { ok: false, errorType: 'Function.ResponseSizeTooLarge', errorMessage };
}

function timedOut({ requestId, deadline }: Invocation): InvocationResult {
  const errorMessage = `${new Date(deadline).toISOString()} ${requestId} Task timed out`;
  return { ok: false, errorType: 'Sandbox.Timedout', errorMessage };
}

function errorResult(body: unknown): InvocationResult {
  const { errorType = 'Error', errorMessage = '', trace } = (body ?? {}) as Record<string, string & string[]>;
  return { ok: false, errorType, errorMessage, ...(trace === undefined ? {} : { trace }) };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LARGEST_ANSWER) chunks.push(chunk);
  }
  if (length > LARGEST_ANSWER) return TOO_LARGE;
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
