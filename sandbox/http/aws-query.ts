import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { AwsError } from '../base/errors.js';
import type { WireRequest } from '../iam/sigv4-canonical-request.js';
import type { AwsQueryApi } from '../service/api.js';
import { callOperation, type Doors } from '../service/call-operation.js';
import { otherService, signedService } from './other-services.js';
import { type QueryForm, queryForm, queryMembers } from './query-members.js';
import { sendXml } from './send-xml.js';
import { callOf, wireRequest } from './wire-request.js';

/**
 * Operations that are called by a form, and answered in XML. Requests of other protocols pass. What its handlers throw
 * is written by `answerAwsQueryError`.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function awsQueryRouter(apis: readonly AwsQueryApi[], doors: Doors): Router {
  const router = Router({ caseSensitive: true });
  // A target is of AWS JSON, and a preflight everybody's.
  const isOther = (request: Request) => request.method === 'OPTIONS' || request.get('x-amz-target') !== undefined;

  router.all('/', async (request, response, next) => {
    if (isOther(request)) return next();
    const wire = wireRequest(request);
    const form = queryForm(wire);
    if (form.action === undefined) return next();
    const api = apiOf(apis, wire, form);
    if (api?.cors) response.set(CORS);
    const operation = api?.operations.find(({ name }) => name === `${api.signingName}:${form.action}`);
    if (api === undefined || operation === undefined) throw unknownAction(apis, api, wire, form);
    const result = await callOperation(
      operation,
      callOf(request, () => queryMembers(form)),
      api,
      doors,
    );
    const { action, namespace } = { ...form, ...api };
    sendXml(response, {
      [`${action}Response`]: {
        '@_xmlns': namespace,
        [`${action}Result`]: asXml(result),
        ResponseMetadata: { RequestId: randomUUID() },
      },
    });
  });
  return router;
}

/** As the query APIs word what all protocols here have in common. */
const CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InternalFailureException: 'InternalFailure',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  TooManyRequestsException: 'Throttling',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

/** Writes an error in XML; one that a client could mend is the sender's. */
export function answerAwsQueryError(apis: readonly AwsQueryApi[]) {
  return (response: Response, { code, message, status }: AwsError, request: Request): void => {
    const wire = wireRequest(request);
    const namespace = apiOf(apis, wire, queryForm(wire))?.namespace;
    // An operation's own errors are 400, and have their own words: STS's `ExpiredTokenException` is one.
    const Code = status === 400 ? code : (CODES[code] ?? code);
    const Type = status >= 500 ? 'Receiver' : 'Sender';
    response.status(Code === 'Throttling' ? 400 : status);
    sendXml(response, {
      ErrorResponse: {
        ...(namespace === undefined ? {} : { '@_xmlns': namespace }),
        Error: { Type, Code, Message: message },
        RequestId: randomUUID(),
      },
    });
  };
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** By the name that the request is signed for; one that nobody signed is told by its version. */
function apiOf(apis: readonly AwsQueryApi[], wire: WireRequest, { version }: QueryForm): AwsQueryApi | undefined {
  const service = signedService(wire);
  return apis.find((api) => (service === undefined || api.signingName === service) && api.version === version);
}

function unknownAction(
  apis: readonly AwsQueryApi[],
  api: AwsQueryApi | undefined,
  wire: WireRequest,
  { action, version }: QueryForm,
): AwsError {
  const service = api?.signingName ?? signedService(wire);
  const asked = `${service === undefined ? `the action ${action}` : `${service}:${action}`} of version ${version}`;
  const isOther = service !== undefined && apis.every(({ signingName }) => signingName !== service);
  const message = isOther ? otherService(service, asked) : `The sandbox does not emulate ${asked}, so it refuses it.`;
  return new AwsError('InvalidAction', message, 400);
}

/** Lists have an element for each `member`; what is undefined is not there. */
function asXml(value: unknown): unknown {
  if (Array.isArray(value)) return { member: value.map(asXml) };
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, asXml(member)]));
}
