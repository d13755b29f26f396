import { randomUUID } from 'node:crypto';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Clock } from '../../base/clock.js';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Faults } from '../../base/faults.js';
import { asAwsError } from '../../http/aws-errors.js';
import { callOf } from '../../http/wire-request.js';
import type { DecisionLog } from '../../iam/decision-log.js';
import type { VerifiedCaller } from '../../iam/sigv4.js';
import type { Call, Doors } from '../../service/call-operation.js';
import { LambdaThrottled } from '../../service/function-of-stack.js';
import type { Peers } from '../../service/peers.js';
import { type Admission, admitSigner, requireForAnyone } from '../admission.js';
import { isPreflight, preflightHeaders, withCors } from '../http-api/http-cors.js';
import { readHttpResult } from '../integration/answer-2.js';
import { createHttpEvent, iamAuthorizer } from '../integration/payload-2.js';
import type { RequestLog, RequestNotes } from '../requests/request-log.js';
import type { FunctionUrlSettings } from './function-url.js';

export interface FunctionUrlsOptions extends Pick<Peers, 'functionOf'> {
  readonly doors: Doors;
  readonly decisions: DecisionLog;
  readonly clock: Clock;
  readonly accountId: string;
  readonly onLogLine: (line: string) => void;
  readonly faults: Faults;
  readonly requests: RequestLog;
}

/** Where the sandbox serves a function URL: on AWS each has a host name of its own. */
export function functionUrlPath(urlId: string): string {
  return `/lambda-url/${urlId}`;
}

/** `/lambda-url/<ID>/…` */
export function functionUrlsRouter(urls: readonly FunctionUrlSettings[], options: FunctionUrlsOptions): Router {
  const router = Router({ caseSensitive: true });
  for (const url of urls) router.use(functionUrlPath(url.urlId), createFunctionUrl(url, options));
  router.use('/lambda-url', (_request, response) => answerError(response, forbidden()));
  return router;
}

interface Requested {
  readonly request: Request;
  readonly call: Call;
  readonly requestId: string;
  readonly note: RequestNotes;
}

function createFunctionUrl(url: FunctionUrlSettings, options: FunctionUrlsOptions): RequestHandler {
  const answer = async (requested: Requested, response: Response): Promise<void> => {
    const { call, note } = requested;
    const { cors } = url;
    if (cors !== undefined && isPreflight(call.wire)) {
      note({ status: 200 });
      response.status(200).set(preflightHeaders(cors, call.wire)).end();
      return;
    }
    const caller = await admitToUrl(url, requested, options);
    if (url.unsupported !== undefined) throw new UnsupportedError(url.unsupported);
    const { statusCode, headers, body } = await invoke(url, { ...requested, caller }, options);
    note({ status: statusCode });
    const written = withCors(headers, cors, call.wire.headers.origin);
    // Not by Express, which would add a charset to the type.
    for (const [name, value] of Object.entries(written)) response.setHeader(name, value);
    response.status(statusCode).end(body);
  };

  return async (request, response) => {
    const requestId = randomUUID();
    response.set('x-amzn-requestid', requestId);
    const { method, path } = request;
    const note = options.requests.begin({ kind: 'function URL', apiId: url.urlId, method, path });
    note({ route: url.logicalId });
    try {
      await answer({ request, call: callOf(request, () => ({})), requestId, note }, response);
    } catch (error) {
      const known = asAwsError(error, `${method} ${request.baseUrl}${path}`, options.faults);
      note({ reason: known.message, status: known.status });
      answerError(response, known);
    }
  };
}

/**
 * Both permissions are needed since October 2025, of the role or of the function: that it is invoked, and that it is
 * invoked by its URL.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
async function admitToUrl(
  { authType, functionArn, policy }: FunctionUrlSettings,
  { call, note }: Requested,
  { doors, decisions, clock }: FunctionUrlsOptions,
): Promise<VerifiedCaller | undefined> {
  const admission: Admission = {
    call,
    actions: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'],
    resources: [functionArn],
    policy,
    note,
    conditions: (action) =>
      action === 'lambda:InvokeFunctionUrl'
        ? new Map([['lambda:functionurlauthtype', [authType]]])
        : new Map([['lambda:invokedviafunctionurl', ['true']]]),
  };
  try {
    if (authType === 'AWS_IAM') return await admitSigner(admission, 'lambda', doors);
    requireForAnyone(admission, decisions, clock.now());
    await doors.guard.enter('lambda:InvokeFunctionUrl');
    return undefined;
  } catch (error) {
    const codes = ['AccessDeniedException', 'MissingAuthenticationTokenException'];
    if (!(error instanceof AwsError) || !codes.includes(error.code)) throw error;
    note({ reason: error.message });
    throw forbidden();
  }
}

async function invoke(
  url: FunctionUrlSettings,
  { request, call, requestId, note, caller }: Requested & { readonly caller: VerifiedCaller | undefined },
  { functionOf, accountId, clock, onLogLine }: FunctionUrlsOptions,
) {
  const invoked = functionOf(url.functionArn);
  const event = createHttpEvent({
    wire: call.wire,
    rawPath: request.path,
    routeKey: '$default',
    stage: '$default',
    apiId: url.urlId,
    accountId,
    requestId,
    sourceIp: call.sourceIp,
    time: clock.now(),
    // "Function URLs don't use this parameter": nobody is told of a Cognito identity.
    authorizer: caller && iamAuthorizer(caller, accountId, null),
  });
  note({ event });
  const result = await invoked.invoke({ event }).catch((error: unknown) => {
    if (error instanceof LambdaThrottled) note({ reason: `${invoked.functionName} was not invoked: ${error.reason}` });
    throw error;
  });
  note({ answer: result.ok ? result.payload : result });
  const answer = readHttpResult(result, 'application/json');
  if (answer !== undefined) return answer;
  const why = result.ok ? 'Malformed response' : `${result.errorType}: ${result.errorMessage}`;
  onLogLine(`${invoked.functionName} gave no answer to ${request.method} ${request.path}: ${why}`);
  note({ reason: `${invoked.functionName}: ${why}` });
  throw new AwsError('InternalServerErrorException', 'Internal Server Error', 502);
}

/** As AWS words it, whatever permission is missing. */
function forbidden(): AwsError {
  const message =
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';
  return new AwsError('AccessDeniedException', message, 403);
}

function answerError(response: Response, { code, message, status }: AwsError): void {
  response.status(status).set('x-amzn-errortype', code);
  // What Lambda says of a function that failed is text.
  if (status === 502) response.type('text/plain').send(message);
  else response.json({ [code === 'AccessDeniedException' ? 'Message' : 'message']: message });
}
