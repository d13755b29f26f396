import type { Attachment } from '../contract/attachment.js';
import type { Credentials } from './credentials-provider.js';
import type { Endpoints } from './outputs.js';
import { signApiRequest } from './signed-requests.js';
import { limitedSignal } from './until-aborted.js';

/** An answer that is not 200. */
export interface Refusal {
  readonly status: number;
  /** The function's own code, or the type of API Gateway's error; `Unknown` where a browser hides it. */
  readonly reason: string;
  readonly message: string;
  readonly requestId: string | undefined;
  /** Whether the function itself answered; otherwise API Gateway did, or something between. */
  readonly ofFunction: boolean;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** The signature or the token was refused by API Gateway, before any function ran. */
  readonly ofCredentials: boolean;
  /** IAM forbids the call to credentials that came without tokens, as guests' do. */
  readonly ofGuest: boolean;
}

export type ApiAnswer = { readonly attachment: Attachment } | { readonly refusal: Refusal };

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly endpoints: Endpoints;
  readonly credentials: Credentials;
  /** AWS's time: milliseconds since 1970. */
  readonly now: number;
  /** Told the header `Date` of an answer; null where a browser hides it. */
  readonly onDate: (date: string | null) => void;
  readonly signal: AbortSignal;
}

/** The function has 10 s, API Gateway 29 s: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const ANSWER_WITHIN_MS = 30_000;

/** Nothing answered, or a browser hides what did. */
export class Unanswered extends Error {}

/**
 * One signed request.
 *
 * @throws Unanswered when nothing answers, or a browser hides what did
 */
export async function callAttachPolicy(call: ApiCall): Promise<ApiAnswer> {
  const { method, endpoints, credentials, now, onDate } = call;
  const headers = await signApiRequest(method, endpoints, credentials, now);
  const { signal, stop } = limitedSignal(call.signal, ANSWER_WITHIN_MS);
  try {
    const response = await fetch(endpoints.attachPolicyUrl, { method, headers, credentials: 'omit', signal }).catch(
      (cause: unknown) => {
        throw new Unanswered(endpoints.apiHost, { cause });
      },
    );
    onDate(response.headers.get('date'));
    const body = await readJson(response);
    return response.ok && isAttachment(body)
      ? { attachment: body }
      : { refusal: refusalOf(response, body, credentials) };
  } finally {
    stop();
  }
}

/** By what is always there; who reads the rest checks it. */
function isAttachment(body: object): body is Attachment {
  return typeof (body as Partial<Attachment>).identityId === 'string';
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  // A proxy between may answer with a page.
  return response.json().catch(() => ({})) as Promise<Record<string, unknown>>;
}

/**
 * What API Gateway says of a signature or a token that it does not take, but not of what IAM forbids, nor of a path
 * that it does not know: "Missing Authentication Token", although ours is there.
 */
const ABOUT_CREDENTIALS =
  /^(?!.*not authorized to perform|missing authentication token).*(security token|signature|authentication token|credential)/is;

/** What API Gateway says where the role has no `execute-api:Invoke`. */
const FORBIDDEN = /not authorized to perform/i;

/** Where a browser hides the header. */
function reasonIn(message: string): string {
  return /^missing authentication token/i.test(message) ? 'MissingAuthenticationTokenException' : 'Unknown';
}

function refusalOf(response: Response, body: Record<string, unknown>, { withoutTokens = false }: Credentials): Refusal {
  const { code, requestId } = body;
  const own = typeof code === 'string';
  // API Gateway writes `message`, and `Message` when IAM said no; after the first line comes what it had signed itself.
  const message = String(body.message ?? body.Message ?? response.statusText).replace(/\n.*/s, '');
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    reason: own ? code : (response.headers.get('x-amzn-errortype') ?? reasonIn(message)).replace(/:.*/, ''),
    message,
    requestId: String(requestId ?? response.headers.get('x-amzn-requestid') ?? '') || undefined,
    ofFunction: own,
    retryAfter: Number.isNaN(seconds) ? undefined : seconds * 1000,
    ofCredentials: !own && response.status === 403 && ABOUT_CREDENTIALS.test(message),
    ofGuest: withoutTokens && !own && response.status === 403 && FORBIDDEN.test(message),
  };
}
