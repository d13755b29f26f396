import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Attachment } from '../../contract/attachment.js';
import type { Connection } from '../../contract/connection.js';
import type { ErrorAnswer } from '../../contract/error-codes.js';
import type { AwsCredentials } from '../aws-credentials.js';
import { JourneyError } from '../refusal.js';
import type { ClientTarget } from '../target.js';
import { known } from '../traveller.js';

/** The journey makes no request whose answer says nothing of topics. */
export interface AttachPolicyAnswer extends Attachment {
  readonly connection: Required<Connection>;
}

export interface AttachPolicyRequest {
  readonly method: 'GET' | 'POST';
  /** Undefined sends the request without a signature. */
  readonly credentials: AwsCredentials | undefined;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Calls `/attach-policy` with `fetch` and Signature Version 4.
 *
 * @throws JourneyError named by the answer's code, for any status but 200
 */
export async function callAttachPolicy(
  { outputs }: Pick<ClientTarget, 'outputs'>,
  { method, credentials, query = {}, headers = {}, body = '' }: AttachPolicyRequest,
): Promise<AttachPolicyAnswer> {
  const url = new URL(known(outputs.AttachPolicyUrl, 'output AttachPolicyUrl'));
  const unsigned = new HttpRequest({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    query: { ...query },
    headers: { host: url.host, ...headers },
    body,
  });
  const signed = credentials === undefined ? unsigned : await sign(unsigned, credentials, outputs.Region ?? '');
  url.search = new URLSearchParams(query).toString();
  const { host: _, ...sent } = signed.headers;
  const response = await fetch(url, { method, headers: sent, ...(method === 'POST' ? { body } : {}) });
  const answer = (await response.json()) as AttachPolicyAnswer & Partial<ErrorAnswer> & { Message?: string };
  if (response.status === 200) return answer;
  const code = answer.code ?? response.headers.get('x-amzn-errortype') ?? `HTTP${response.status}`;
  throw new JourneyError(code, answer.message ?? answer.Message ?? '', response.status);
}

async function sign(request: HttpRequest, credentials: AwsCredentials, region: string): Promise<HttpRequest> {
  const signer = new SignatureV4({ credentials, region, service: 'execute-api', sha256: Sha256 });
  return (await signer.sign(request)) as HttpRequest;
}
