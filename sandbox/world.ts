import { Router } from 'express';
import { createChanges } from './base/changes.js';
import { createClock, type MovableClock } from './base/clock.js';
import type { Faults } from './base/faults.js';
import type { Lasting } from './base/lasting.js';
import { stopAll } from './base/stop-all.js';
import { tellingClock } from './base/telling-clock.js';
import { type LaidGround, layGround } from './ground.js';
import { answerAwsJsonError, answerRestJsonError } from './http/aws-errors.js';
import { awsJsonRouter, directAwsJson } from './http/aws-json.js';
import { answerAwsQueryError, awsQueryRouter } from './http/aws-query.js';
import type { HttpServer } from './http/http-server.js';
import { refuseOtherServices } from './http/other-services.js';
import { restJsonRouter } from './http/rest-json.js';
import { localOutputs } from './introspection/local-outputs.js';
import type { Switches } from './introspection/switches.js';
import { watchTables } from './introspection/watch-tables.js';
import { lookInside } from './look-inside.js';
import { type AsOperator, operatorCalls } from './operator-calls.js';
import { peersOf } from './peers-of.js';
import { createPeople, type People } from './people.js';
import type { Api, AwsJsonApi } from './service/api.js';
import type { Doors } from './service/call-operation.js';
import { createFailedHandshakes, type FailedHandshakes } from './service/failed-handshakes.js';
import { createOperationGuard, type OperationGuard } from './service/operation-guard.js';
import type { Peers } from './service/peers.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import type { RunningService, ServedRouter, Service, Upgrade } from './service/service.js';
import type { Views } from './service/views.js';
import type { State, StateShapes } from './state/state.js';
import { remarksOnRegion } from './template/known-region.js';
import { standardOutputs } from './template/standard-outputs.js';
import { viewsOf } from './views-of.js';

/**
 * A stack that runs, with all that has happened to it. A reset, and whatever else changes everything at once, makes a new
 * one in its place: so there is nothing that it could forget.
 */
export interface World {
  readonly options: SandboxOptions;
  readonly outputs: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly clock: MovableClock;
  readonly guard: OperationGuard;
  readonly views: Views;
  readonly apis: readonly Api[];
  readonly handshakes: FailedHandshakes;
  readonly log: (line: string) => void;
  readonly asOperator: AsOperator;
  readonly people: People;
  readonly issueLoginToken: Peers['issueLoginToken'];
  readonly issued: LaidGround['issued'];
  /** Has its services answer. */
  serve(): void;
  /** What is better done before the first request. */
  warm(): Promise<void>;
  /** Ends connections and timers. */
  stop(): Promise<void>;
}

export interface WorldParts {
  readonly options: SandboxOptions;
  readonly services: readonly Service[];
  readonly state: State<StateShapes>;
  readonly http: Pick<HttpServer, 'serve' | 'url' | 'host'>;
  readonly faults: Faults;
  readonly lasting: Lasting;
  /** By how much its clock is ahead, in milliseconds. @default 0 */
  readonly ahead?: number;
  /** AWS credentials that stay good. @default none */
  readonly inherited?: ReturnType<LaidGround['issued']>;
  /** What changes everything at once. */
  readonly lifeCycle: Switches['lifeCycle'];
}

const KEPT_LOG_LINES = 1000;

/** @throws UnsupportedError, DeploymentError for a stack that cannot be run; then nothing of it runs */
export async function createWorld(parts: WorldParts): Promise<World> {
  const { options, services, state, http, faults, lasting, lifeCycle } = parts;
  const changes = createChanges();
  const clock = tellingClock(createClock(parts.ahead), () => changes.tell('switches'));
  const { log, lines } = keepLines(options.onLogLine);
  const handshakes = createFailedHandshakes(clock.now, () => changes.tell('connections'));
  const stops: (() => unknown)[] = [clock.stop];
  const stop = () => stopAll(stops);

  try {
    const ground = layGround({
      services,
      inherited: parts.inherited ?? [],
      options,
      clock,
      faults,
      log,
      lasting,
      changes,
      url: http.url,
      host: http.host,
    });
    watchTables(state, changes);
    const running = await createAll(services, ground, state, stops);

    const apis = running.flatMap((service) => service.apis ?? []);
    const guard = createGuard(apis, options, clock, () => changes.tell('switches'));
    const doors = {
      verifier: ground.verifier,
      requireIam: ground.requireIam,
      guard,
      region: ground.resources.environment.region,
    };
    const peers = peersOf(running);
    const addresses = running.flatMap(({ addresses: own = [] }) => own);
    const local = (values: Readonly<Record<string, string>>) => localOutputs(values, addresses);
    const { outputs: onAws, remarks: toChoose } = standardOutputs(ground.resources, http.host, options.outputs ?? {});
    const remarks = [...remarksOnRegion(ground.resources.environment.region), ...toChoose];
    const outputs = local(onAws);
    remarks.forEach(log);
    const views = viewsOf(running, ground, { outputs, lines, handshakes });
    const allowedOrigins = running.flatMap(({ origins = [] }) => origins);
    const inside = lookInside({
      ground,
      running,
      views,
      guard,
      outputs,
      allowedOrigins,
      lifeCycle,
      setAttachDelay: peers.setAttachDelay,
    });
    stops.push(inside.stop);
    let upgrade: Upgrade | undefined;
    const onUpgrade = (taken: Upgrade) => {
      upgrade = taken;
    };
    const connection = { doors, peers, outputs, localOutputs: local, onUpgrade, handshakes };
    const routes = [
      ...inside.routes,
      ...running.flatMap((service) => service.connect?.(connection) ?? []),
      {
        path: '/',
        router: Router().use(refuseOtherServices(apis.map(({ signingName }) => signingName))),
        answerError: answerRestJsonError,
      },
      ...routesOf(apis, doors),
    ];
    const asOperator = operatorCalls(apis, ground.operatorCaller);
    const people = createPeople({
      resources: ground.resources,
      users: views.users,
      issueTokens: peers.issueTokens,
      asOperator,
    });
    return {
      options,
      asOperator,
      people,
      issueLoginToken: peers.issueLoginToken,
      issued: ground.issued,
      outputs,
      remarks,
      allowedOrigins,
      clock,
      guard,
      views,
      apis,
      handshakes,
      log,
      serve: () =>
        http.serve(routes, { now: clock.now, faults, upgrade, direct: directAwsJson(awsJsonOf(apis), doors) }),
      warm: async () => void (await Promise.all(running.map((service) => service.warm?.()))),
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

function keepLines(onLogLine: SandboxOptions['onLogLine']) {
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LOG_LINES) lines.shift();
    onLogLine?.(line);
  };
  return { log, lines };
}

async function createAll(
  services: readonly Service[],
  ground: LaidGround,
  state: State<StateShapes>,
  stops: (() => unknown)[],
): Promise<RunningService[]> {
  const running: RunningService[] = [];
  for (const service of services) {
    const created = await service.create(ground, state);
    if (created.stop !== undefined) stops.push(created.stop);
    running.push(created);
  }
  return running;
}

function createGuard(
  apis: readonly Api[],
  options: SandboxOptions,
  clock: MovableClock,
  told: () => void,
): OperationGuard {
  const own = apis.flatMap(({ operations }) =>
    operations.flatMap(({ name, quota }) => (quota === undefined ? [] : [[name, quota] as const])),
  );
  const guard = createOperationGuard({ clock, quotas: { ...Object.fromEntries(own), ...options.quotas }, told });
  for (const [operation, failure] of Object.entries(options.failures ?? {})) guard.setFailure(operation, failure);
  return guard;
}

function awsJsonOf(apis: readonly Api[]): AwsJsonApi[] {
  return apis.flatMap((api) => (api.protocol === 'aws-json' ? [api] : []));
}

function routesOf(apis: readonly Api[], doors: Doors): ServedRouter[] {
  const rest = apis.flatMap((api) =>
    api.protocol === 'rest-json'
      ? [{ path: '/', router: restJsonRouter(api, doors), answerError: answerRestJsonError }]
      : [],
  );
  const awsJson = awsJsonOf(apis);
  const awsQuery = apis.flatMap((api) => (api.protocol === 'aws-query' ? [api] : []));
  return [
    ...rest,
    { path: '/', router: awsQueryRouter(awsQuery, doors), answerError: answerAwsQueryError(awsQuery) },
    { path: '/', router: awsJsonRouter(awsJson, doors), answerError: answerAwsJsonError(awsJson) },
  ];
}
