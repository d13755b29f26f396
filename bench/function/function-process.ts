import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { limitCpu } from './cpu-share.js';

export interface FunctionProcessOptions {
  /** Path of the node binary. */
  readonly node: string;
  readonly flags: readonly string[];
  /** ES module or CommonJS module that exports `handler`. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Shares the CPU as Lambda does at this many MB, from the first event on. @default a full CPU */
  readonly memorySize?: number;
}

export interface Usage {
  /** Of the whole process, since it was started. */
  readonly cpuMs: number;
  readonly rssMb: number;
}

export interface Invoked {
  readonly statusCode: number;
  /** Milliseconds in the handler, by the process's own clock. */
  readonly handlerMs: number;
  /** Milliseconds from the event to the answer. */
  readonly ms: number;
  readonly usage: Usage | undefined;
}

/** A process with a function in it, over the Lambda Runtime API. */
export interface FunctionProcess {
  /** Milliseconds from the start of the process to its first question for an event. */
  readonly initMs: number;
  invoke(event: object, withUsage?: boolean): Promise<Invoked>;
  stop(): Promise<void>;
}

/** The flags of Lambda's bootstrap for a function of 128 MB, as public dumps of the nodejs24.x runtime show them. */
export const lambdaFlags = [
  '--expose-gc',
  '--max-http-header-size=81920',
  '--max-semi-space-size=6',
  '--max-old-space-size=116',
];

/** Starts the process and waits until it asks for an event. @throws Error if it ends before */
export async function startFunctionProcess(options: FunctionProcessOptions): Promise<FunctionProcess> {
  const api = createRuntimeApi();
  const port = await api.listen();
  const begun = performance.now();
  const child = spawnFunction(options, port);
  const ended = new Promise<never>((_, reject) => {
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('exit', (code) => reject(new Error(`${options.file} ended with ${code}: ${errors}`)));
  });
  ended.catch(() => undefined);
  await Promise.race([api.ready(), ended]).catch((error) => {
    api.stop();
    throw error;
  });
  const initMs = performance.now() - begun;
  let unlimit: (() => Promise<void>) | undefined;
  return {
    initMs,
    async invoke(event, withUsage = false) {
      const limit = options.memorySize;
      if (limit !== undefined && child.pid !== undefined) unlimit ??= await limitCpu(child.pid, limit);
      return Promise.race([api.invoke(event, withUsage), ended]);
    },
    async stop() {
      await unlimit?.();
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await exit;
      api.stop();
    },
  };
}

function spawnFunction({ node, flags, file, environment }: FunctionProcessOptions, port: number): ChildProcess {
  const bootstrap = join(import.meta.dirname, 'bootstrap.mjs');
  return spawn(node, [...flags, bootstrap], {
    env: { ...environment, HANDLER_FILE: file, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The Runtime API for one process: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
function createRuntimeApi() {
  let waiting: ServerResponse | undefined;
  let onWaiting: () => void = () => undefined;
  let onPost: (path: string, request: IncomingMessage, body: string) => void = () => undefined;
  let requests = 0;

  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      waiting = response;
      onWaiting();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      onPost(request.url ?? '', request, Buffer.concat(chunks).toString());
      response.writeHead(202).end();
    });
  });

  const ready = () =>
    new Promise<void>((resolve) => {
      onWaiting = resolve;
      if (waiting) resolve();
    });

  return {
    ready,
    async listen() {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return (server.address() as AddressInfo).port;
    },
    async invoke(event: object, withUsage: boolean): Promise<Invoked> {
      await ready();
      const text = JSON.stringify(event);
      requests += 1;
      const headers = {
        'lambda-runtime-aws-request-id': String(requests),
        ...(withUsage && { 'bench-usage': 'yes' }),
      };
      return new Promise((resolve) => {
        const begun = performance.now();
        let answered: Invoked | undefined;
        onPost = (path, request, body) => {
          if (path.endsWith('/bench/usage')) return resolve({ ...(answered as Invoked), usage: JSON.parse(body) });
          const handlerMs = Number(request.headers['bench-handler-ms']);
          answered = { statusCode: statusOf(body), handlerMs, ms: performance.now() - begun, usage: undefined };
          if (!withUsage) resolve(answered);
        };
        const next = waiting;
        waiting = undefined;
        next?.writeHead(200, headers).end(text);
      });
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function statusOf(body: string): number {
  return Number((JSON.parse(body) as { readonly statusCode?: number }).statusCode);
}
