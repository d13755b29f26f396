import { createAttachPolicyFunction } from '../../lambda/attach-policy/attach-policy-function.js';
import { readConfiguration } from '../../lambda/attach-policy/configuration.js';
import { createIotClients, type IotClients } from '../../lambda/attach-policy/iot-clients.js';
import type { LambdaHandler } from '../../lambda/attach-policy/lambda-handler.js';
import type { Clock } from '../../sandbox/base/clock.js';
import { functionEnvironment } from '../function/function-environment.js';

/** Which idle environment gets a request. AWS does not document it, so a storm is measured both ways. */
export type Routing = 'latest' | 'random';

export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The function in as many environments as its concurrency asks for, each with its own state and one call at a time. */
export interface Environments {
  invoke(event: object): Promise<ProxyResult>;
  count(): number;
  /** Invocations that Lambda throttled. */
  throttled(): number;
  stop(): void;
}

export interface EnvironmentsOptions {
  readonly clock: Clock;
  readonly routing: Routing;
  /** Counts the requests to AWS IoT so far. */
  readonly attempts: () => number;
  /** The account's quota of executions at once. @default without limit */
  readonly concurrentExecutions?: number | undefined;
}

/**
 * Milliseconds that an invocation keeps its environment busy. Assumed: no account was measured. A call to AWS IoT is
 * taken for far slower than on this machine, which makes more environments, and that is the harder case.
 */
const busy = { start: 200, asked: 40, turnedAway: 5 };

interface Environment {
  readonly handler: LambdaHandler;
  readonly clients: IotClients;
  freeAt: number;
}

export function createEnvironments({
  clock,
  routing,
  attempts,
  concurrentExecutions = Number.POSITIVE_INFINITY,
}: EnvironmentsOptions): Environments {
  const all: Environment[] = [];
  let throttled = 0;

  const start = (): Environment => {
    const clients = createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined });
    const configuration = readConfiguration(functionEnvironment);
    const handler = createAttachPolicyFunction({ configuration, clients, console: silent, now: clock.now });
    const environment = { handler, clients, freeAt: clock.now() + busy.start };
    all.push(environment);
    return environment;
  };

  return {
    async invoke(event) {
      const idle = all.filter(({ freeAt }) => freeAt <= clock.now());
      if (idle.length === 0 && all.length >= concurrentExecutions) {
        throttled += 1;
        return rejected;
      }
      const environment = pick(idle, routing) ?? start();
      const before = attempts();
      const context = { awsRequestId: 'storm', getRemainingTimeInMillis: () => 10_000 };
      const result = (await environment.handler(event, context)) as ProxyResult;
      const asked = attempts() > before;
      environment.freeAt = Math.max(environment.freeAt, clock.now()) + (asked ? busy.asked : busy.turnedAway);
      return result;
    },
    count: () => all.length,
    throttled: () => throttled,
    stop() {
      for (const { clients } of all) clients.iot.destroy();
    },
  };
}

/** As API Gateway answers when Lambda rejects an invocation: https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html */
const rejected: ProxyResult = {
  statusCode: 500,
  headers: { 'x-amzn-errortype': 'InternalServerErrorException' },
  body: '{"message":"Internal server error"}',
};

const silent = { info() {}, warn() {}, error() {} };

function pick(idle: readonly Environment[], routing: Routing): Environment | undefined {
  if (routing === 'random') return idle[Math.floor(Math.random() * idle.length)];
  return idle.reduce<Environment | undefined>(
    (latest, next) => (next.freeAt > (latest?.freeAt ?? -1) ? next : latest),
    undefined,
  );
}
