import { randomBytes } from 'node:crypto';
import { createConsoleActions } from './console-actions.js';
import type { LaidGround } from './ground.js';
import { createConsoleFeed } from './introspection/console-feed.js';
import { consoleRouter } from './introspection/console-page.js';
import { createEventStreams } from './introspection/event-stream.js';
import { answerIntrospectionError, introspectionRouter } from './introspection/introspection.js';
import { oneOriginRouter } from './introspection/one-origin.js';
import { overviewOf } from './introspection/overview.js';
import { type Switches, switchesOf } from './introspection/switches.js';
import type { OperationGuard } from './service/operation-guard.js';
import type { RunningService, ServedRouter } from './service/service.js';
import type { Views } from './service/views.js';

export interface InsideOptions extends Pick<Switches, 'setAttachDelay' | 'lifeCycle'> {
  readonly ground: LaidGround;
  readonly running: readonly RunningService[];
  readonly views: Views;
  readonly guard: OperationGuard;
  /** With the sandbox's addresses. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly allowedOrigins: readonly string[];
}

/** `/_sandbox/`, and the console at `/`. */
export function lookInside(options: InsideOptions): { readonly routes: readonly ServedRouter[]; stop(): void } {
  const { ground, running, views, guard, outputs, allowedOrigins, setAttachDelay, lifeCycle } = options;
  const { clock, changes, faults, lasting, resources, roles } = ground;
  const { pageOrigin, attachDelay = 0 } = ground.options;
  const known = {
    // A page that is open stays the console's, whatever is reset.
    token: lasting('console token', () => randomBytes(32).toString('base64url')),
    allowedOrigins: pageOrigin === undefined ? allowedOrigins : [...allowedOrigins, pageOrigin],
  };
  const actions = createConsoleActions({ ground, running, views });
  const told = () => changes.tell('switches');
  const switches = switchesOf({ clock, guard, setAttachDelay, attachDelay, told, lifeCycle });
  const services = running.flatMap(({ overview = [] }) => overview);
  const overview = () => overviewOf({ resources, roles: roles.settings, outputs, allowedOrigins, services });
  const sources = { views, overview, switches: switches.held, testClients: actions.testClients };
  const events = createEventStreams(createConsoleFeed({ changes, sources, faults }));
  const introspection = introspectionRouter({
    views,
    switches,
    events: events.answer,
    known,
    actions: actions.serve,
  });
  return {
    routes: [
      { path: '/_sandbox', router: introspection, answerError: answerIntrospectionError },
      // Before AWS's services, which let pages of any origin read what they answer.
      { path: '/', router: consoleRouter(known) },
      { path: '/', router: oneOriginRouter() },
    ],
    stop: events.stop,
  };
}
