import { createClock, type MovableClock } from './base/clock.js';
import { createFaults } from './base/faults.js';
import { stopAll } from './base/stop-all.js';
import { type LaidGround, layGround } from './ground.js';
import { answerAwsJsonError, answerRestJsonError } from './http/aws-errors.js';
import { awsJsonRouter, directAwsJson } from './http/aws-json.js';
import { answerAwsQueryError, awsQueryRouter } from './http/aws-query.js';
import { type HttpServer, listen } from './http/http-server.js';
import { restJsonRouter } from './http/rest-json.js';
import { answerIntrospectionError, introspectionRouter } from './introspection/introspection.js';
import { localOutputs } from './introspection/local-outputs.js';
import { switchesOf } from './introspection/switches.js';
import type { Api, AwsJsonApi } from './service/api.js';
import type { Doors } from './service/call-operation.js';
import { createFailedHandshakes, type FailedHandshakes } from './service/failed-handshakes.js';
import { createOperationGuard, type OperationGuard } from './service/operation-guard.js';
import type { Peers } from './service/peers.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import type { RunningService, ServedRouter, Service } from './service/service.js';
import type { Views } from './service/views.js';
import { openState } from './state/open-state.js';
import type { State, StateShapes } from './state/state.js';
import { DEFAULT_REGION, refuseUnknownRegion } from './template/known-region.js';
import { createServerCertificate } from './tls/server-certificate.js';

/** A running sandbox. */
export interface Sandbox {
  /** The endpoint for every AWS client: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** The stack's outputs, with the sandbox's addresses. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Pages that the stack itself lets call its API. */
  readonly allowedOrigins: readonly string[];
  readonly clock: MovableClock;
  readonly guard: OperationGuard;
  /** The same that `/_sandbox/` shows. */
  readonly views: Views;
  /** Ends connections, processes and timers. */
  stop(): Promise<void>;
}

/** With what only its own tests look at. */
export interface BootedSandbox extends Sandbox {
  /** What can be called by AWS's protocols. */
  readonly apis: readonly Api[];
}

const KEPT_LOG_LINES = 1000;

/**
 * Boots a synthesized stack with these services.
 *
 * @throws as `startSandbox`
 */
export async function boot(options: SandboxOptions, services: readonly Service[]): Promise<BootedSandbox> {
  await refuseUnknownRegion(options.region ?? DEFAULT_REGION);
  const clock = createClock();
  const faults = createFaults(options.onFault);
  const { log, lines } = keepLines(options.onLogLine);
  const handshakes = createFailedHandshakes(clock.now);
  const certificate = createServerCertificate({ folder: options.caFolder, log });
  const http = await listen(options.port ?? 0, { certificate, handshakes });
  const stops: (() => unknown)[] = [http.stop, clock.stop];
  const stop = () => stopAll(stops);

  try {
    const ground = layGround({ services, options, clock, faults, log, url: http.url, host: http.host });
    const state = await keptState(options.dataFolder, services, http, stops);
    const running = await createAll(services, ground, state, stops);

    const apis = running.flatMap((service) => service.apis ?? []);
    const guard = createGuard(apis, options, clock);
    const doors = {
      verifier: ground.verifier,
      requireIam: ground.requireIam,
      guard,
      region: ground.resources.environment.region,
    };
    const peers = peersOf(running);
    const outputs = localOutputs(
      ground.resources.outputs(),
      running.flatMap(({ addresses = [] }) => addresses),
    );
    const views = viewsOf(running, ground, { outputs, lines, handshakes });
    const allowedOrigins = running.flatMap(({ origins = [] }) => origins);
    const { pageOrigin } = options;
    const introspection = introspectionRouter({
      views,
      switches: switchesOf(clock, guard, peers.setAttachDelay),
      allowedOrigins: pageOrigin === undefined ? allowedOrigins : [...allowedOrigins, pageOrigin],
    });
    const connection = { doors, peers, outputs, server: http.server, handshakes };
    http.serve(
      [
        { path: '/_sandbox', router: introspection, answerError: answerIntrospectionError },
        ...running.flatMap((service) => service.connect?.(connection) ?? []),
        ...routesOf(apis, doors),
      ],
      { now: clock.now, faults, direct: directAwsJson(awsJsonOf(apis), doors) },
    );
    await Promise.all(running.map((service) => service.warm?.()));
    return { url: http.url, outputs, allowedOrigins, clock, guard, views, apis, stop };
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

async function keptState(
  dataFolder: string | undefined,
  services: readonly Service[],
  http: HttpServer,
  stops: (() => unknown)[],
): Promise<State<StateShapes>> {
  const shapes: StateShapes = Object.assign({}, ...services.map(({ emptyState }) => emptyState));
  const kept = await openState(dataFolder, shapes, `the sandbox at ${http.url} (process ${process.pid})`);
  // After everything else: whatever is still answered is kept.
  stops.unshift(kept.close);
  return kept.state;
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

function createGuard(apis: readonly Api[], options: SandboxOptions, clock: MovableClock): OperationGuard {
  const own = apis.flatMap(({ operations }) =>
    operations.flatMap(({ name, quota }) => (quota === undefined ? [] : [[name, quota] as const])),
  );
  const guard = createOperationGuard({ clock, quotas: { ...Object.fromEntries(own), ...options.quotas } });
  for (const [operation, failure] of Object.entries(options.failures ?? {})) guard.setFailure(operation, failure);
  return guard;
}

/** @throws Error naming what no service can do for the others */
function peersOf(running: readonly RunningService[]): Peers {
  const { functionOf, setAttachDelay, judgeWebIdentity }: Partial<Peers> = Object.assign(
    {},
    ...running.map(({ peers }) => peers),
  );
  if (functionOf === undefined) throw new Error('No service runs functions.');
  if (setAttachDelay === undefined) throw new Error('No service attaches policies.');
  if (judgeWebIdentity === undefined) throw new Error('No service gives tokens to identities.');
  return { functionOf, setAttachDelay, judgeWebIdentity };
}

interface ToldBesides {
  readonly outputs: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly handshakes: FailedHandshakes;
}

function viewsOf(
  running: readonly RunningService[],
  { resources, decisions, operator }: LaidGround,
  { outputs, lines, handshakes }: ToldBesides,
): Views {
  const none: Views = {
    outputs: () => outputs,
    messages: () => [],
    users: () => [],
    passwordPolicies: () => ({}),
    identities: () => [],
    attachments: () => ({}),
    connections: () => [],
    decisions: decisions.entries,
    logs: () => lines,
    functionLogs: () => [],
    apiRequests: () => [],
    operator: () => operator,
    notEmulated: () => resources.notEmulated,
  };
  const views: Views = Object.assign(none, ...running.map(({ views }) => views));
  const { connections } = views;
  return { ...views, connections: () => handshakes.among(connections()) };
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
