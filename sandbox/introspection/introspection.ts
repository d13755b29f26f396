import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { SandboxViews } from '../../contract/sandbox-views.js';
import type { AnswerError } from '../service/service.js';
import type { Views } from '../service/views.js';
import { type Caller, callerOf, isForLoopback, type KnownCallers } from './caller.js';
import { type IndexedRoute, introspectionPage, PAGE_PROTECTION } from './introspection-page.js';
import { type Access, type Change, type Serve, serveLifeCycle } from './life-cycle-routes.js';
import { serveSwitches } from './switch-routes.js';
import type { Switches } from './switches.js';

export interface IntrospectionOptions {
  readonly views: Views;
  readonly switches: Switches;
  /** Serves what an operator does. */
  readonly actions: (change: Change) => void;
  /** Answers with events as they happen. */
  readonly events: RequestHandler;
  /** The console's token, and the pages that may read this: the origins that the API's preflight allows. */
  readonly known: KnownCallers;
}

/**
 * `/_sandbox/`: plainly not AWS's. Shows what a developer needs to see and cannot see on AWS, and has the switches
 * for bad days. Only for this machine: the host name must be a loopback one, so that no page can be pointed here.
 */
export function introspectionRouter({ views, switches, events, known, actions }: IntrospectionOptions): Router {
  // Exact paths: a route that answered under other names, too, would have to be protected under each of them.
  const router = Router({ caseSensitive: true, strict: true });
  router.use(onlyLoopback);
  const index: Record<string, IndexedRoute> = {};
  const forPages = allowOrigins(known.allowedOrigins);

  const serve: Serve = (method, path, access, what, answer) => {
    index[`${method.toUpperCase()} /_sandbox/${path}`] = { what, isForPages: access === 'pages' };
    const cors = access === 'pages' ? [forPages] : [];
    router[method](`/${path}`, ...cors, onlyFor(access, known), answer);
    if (access === 'pages') router.options(`/${path}`, forPages, answerPreflight);
  };
  const show = <View extends keyof SandboxViews>(
    path: View,
    access: Access,
    what: string,
    view: (request: Request) => SandboxViews[View],
  ) => serve('get', path, access, what, (request, response) => void response.json(view(request)));
  const change: Change = (path, access, what, schema, act) =>
    serve('post', path, access, what, (request, response) => answerChange(request, response, schema, act));

  const listed = () => Object.fromEntries(Object.entries(index).map(([request, { what }]) => [request, what]));
  router.get('/', forPages, (request, response) => {
    response.vary('accept');
    // A browser asks for a page; a program that asks for nothing gets JSON.
    if (request.accepts(['json', 'html']) !== 'html') return void response.json(listed());
    response.set('content-security-policy', PAGE_PROTECTION).type('html').send(introspectionPage(index));
  });
  show('outputs', 'pages', 'the outputs of the stack, as cdk-outputs.json would hold them', views.outputs);
  show('messages', 'pages', 'what would have been e-mailed: confirmation codes', views.messages);
  show('users', 'pages', 'users of the user pools', views.users);
  show('password-policies', 'pages', 'what passwords must have, by user pool', views.passwordPolicies);
  show('identities', 'pages', 'identities of the identity pools', views.identities);
  show('attachments', 'pages', 'IoT policies by identity', views.attachments);
  show(
    'connections',
    'pages',
    'MQTT connections, open ones first, with the reason of those that ended, and handshakes that failed',
    views.connections,
  );
  show('calls', 'pages', 'calls counted by operation', () => switches.guard.counts());
  show(
    'decisions',
    'pages',
    'every authorization decision, with the statement that made it (?since=<number>)',
    (request) => views.decisions(Number(request.query.since ?? 0)),
  );
  show('logs', 'pages', 'what the functions wrote', views.logs);
  show('function-logs', 'pages', 'the same with time, function and request', views.functionLogs);
  show(
    'api-requests',
    'machine',
    'the last requests to the APIs, with the event and the answer of the function (?since=<number>)',
    (request) => views.apiRequests(Number(request.query.since ?? 0)),
  );
  show(
    'mqtt-messages',
    'machine',
    'the last messages of the broker, and whom they were sent to (?since=<number>)',
    (request) => views.mqttMessages(Number(request.query.since ?? 0)),
  );
  serve('get', 'events', 'machine', 'all of it as it happens: server-sent events', events);
  show('operator', 'machine', 'credentials of an operator of this account, who may do everything', views.operator);
  show('not-emulated', 'pages', 'resources of the template that the sandbox leaves out', views.notEmulated);
  show('clock', 'pages', "the sandbox's time", () => ({ now: switches.now() }));
  serveSwitches(change, switches);
  actions(change);
  serveLifeCycle(serve, change, switches.lifeCycle);
  router.use((request, response) => {
    response
      .status(404)
      .json({ code: 'NotFound', message: `There is no ${request.method} ${request.originalUrl}.`, index: listed() });
  });
  return router;
}

export const answerIntrospectionError: AnswerError = (response, { code, message, status }) => {
  response.status(status).json({ code, message });
};

async function answerChange<T>(
  request: Request,
  response: Response,
  schema: z.ZodType<T>,
  act: (body: T) => unknown,
): Promise<void> {
  // A form on some page can post text, but not JSON without asking first.
  const json = request.is('application/json') ? parseJson(request.body) : undefined;
  const parsed = schema.safeParse(json);
  if (parsed.success) return void response.json((await act(parsed.data)) ?? {});
  const message = json === undefined ? 'Send JSON, with content-type application/json.' : z.prettifyError(parsed.error);
  response.status(400).json({ code: 'BadRequest', message });
}

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

const onlyLoopback: RequestHandler = (request, response, next) => {
  response.set({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Whoever types this address into a window that a page has opened shows nothing to that page.
    'cross-origin-opener-policy': 'same-origin',
  });
  if (isForLoopback(request)) return next();
  response.status(403).json({ code: 'Forbidden', message: 'This is for the machine the sandbox runs on.' });
};

const CALLERS: Readonly<Record<Access, readonly Caller[]>> = {
  machine: ['machine', 'console'],
  pages: ['machine', 'console', 'page'],
};

function onlyFor(access: Access, known: KnownCallers): RequestHandler {
  return (request, response, next) => {
    if (CALLERS[access].includes(callerOf(request, known))) return next();
    response.status(403).json({ code: 'Forbidden', message: REFUSALS[access] });
  };
}

const REFUSALS: Readonly<Record<Access, string>> = {
  machine:
    "This is for programs on this machine, which send no Origin, and for the sandbox's own console, by its token.",
  pages: "This is for this machine, and for pages of the stack's allowedOrigins.",
};

function allowOrigins(allowedOrigins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin');
    if (origin !== undefined && allowedOrigins.includes(origin)) {
      response.set({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'content-type',
        vary: 'origin',
      });
    }
    next();
  };
}

const answerPreflight: RequestHandler = (_request, response) =>
  void response.set('access-control-allow-methods', 'GET').sendStatus(204);
