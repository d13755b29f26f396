import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { WireRequest } from '../iam/sigv4-canonical-request.js';
import { queryForm } from './query-members.js';
import { sendXml } from './send-xml.js';
import { wireRequest } from './wire-request.js';

/** The service in the scope of a signature, which is verified later. */
export function signedService({ headers, query }: Pick<WireRequest, 'headers' | 'query'>): string | undefined {
  const credential = /Credential=([^,\s]*)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  return credential?.split('/')[3];
}

/** Names that requests are signed for, and that no API of AWS's protocols has. */
const BESIDES = ['execute-api', 'iotdevicegateway'];

/** Says what is refused, and how a function reaches an emulator of it. */
export function otherService(service: string, asked: string): string {
  return (
    `The sandbox does not emulate ${asked}, so it refuses it. A function reaches an emulator of ${service} with ` +
    `--endpoint ${service}=http://127.0.0.1:<port> (in a test, the option endpoints of startSandbox).`
  );
}

/**
 * Answers requests to services that are not emulated, in the protocol of the caller: another one would tell its client
 * nothing.
 *
 * @param emulated the names that requests to the sandbox's own services are signed for
 */
export function refuseOtherServices(emulated: readonly string[]): RequestHandler {
  const known = new Set([...emulated, ...BESIDES]);
  return async (request, response, next) => {
    const wire = wireRequest(request);
    const service = signedService(wire);
    // A form with an action is of the query protocol, which answers for itself.
    if (service === undefined || known.has(service) || queryForm(wire).action !== undefined) return next();
    const { method, headers, path } = wire;
    const target = headers['x-amz-target'];
    // Its operation, where the protocol tells it, and method and path otherwise.
    const operation = target?.split('.').at(-1) ?? /^\/service\/[^/]+\/operation\/(\w+)$/.exec(path)?.[1];
    const message = otherService(
      service,
      operation === undefined ? `${service}: ${method} ${path}` : `${service}:${operation}`,
    );
    if (headers['smithy-protocol'] === 'rpc-v2-cbor') return answerCbor(response, message);
    if (target !== undefined) return answerJson(response, 400, { __type: UNKNOWN, message });
    if (service === 's3') return answerXml(response, 501, { Error: { Code: 'NotImplemented', Message: message } });
    if (REST_XML.includes(service)) return answerXml(response, 501, errorResponse(message));
    answerJson(response, 404, { message });
  };
}

/** Services with paths of their own whose clients read nothing but XML. */
const REST_XML = ['route53', 'cloudfront'];
const UNKNOWN = 'UnknownOperationException';

function answerJson(response: Response, status: number, body: object): void {
  response.status(status).set('x-amzn-errortype', UNKNOWN).json(body);
}

function errorResponse(Message: string) {
  return { ErrorResponse: { Error: { Type: 'Receiver', Code: 'NotImplemented', Message }, RequestId: randomUUID() } };
}

function answerXml(response: Response, status: number, document: object): void {
  response.status(status);
  sendXml(response, document);
}

/** @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
async function answerCbor(response: Response, message: string): Promise<void> {
  const { cbor } = await import('@smithy/core/cbor');
  response
    .status(400)
    .set({ 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' })
    .send(Buffer.from(cbor.serialize({ __type: UNKNOWN, message })));
}
