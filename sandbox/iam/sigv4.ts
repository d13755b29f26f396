import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { createScope, getCanonicalHeaders, getCanonicalQuery, SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../clock.js';
import { AwsError } from '../errors.js';
import type { CredentialStore, IssuedCredentials } from './credentials.js';
import type { Principal } from './principal.js';

/** A request as it came over the wire, before anything decoded its path. */
export interface WireRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SignedFor {
  /** Signing name of the service: `execute-api`, `iot`, `iotdevicegateway`, … */
  readonly service: string;
  readonly region: string;
}

/** The caller proven by the signature, and when those credentials end (milliseconds since 1970). */
export interface VerifiedCaller {
  readonly principal: Principal;
  readonly accessKeyId: string;
  readonly expiration: number;
}

export interface SigV4Verifier {
  /** @throws AwsError (403) as AWS words it: no signature, unknown or expired token, wrong scope, date or signature */
  verify(request: WireRequest, signedFor: SignedFor): Promise<VerifiedCaller>;
}

interface Claim {
  readonly accessKeyId: string;
  readonly scope: { readonly date: string; readonly region: string; readonly service: string; readonly end: string };
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  readonly sessionToken: string | undefined;
  readonly presigned: boolean;
  /** Seconds; presigned requests only. */
  readonly expires: number;
}

/** How far a request's date may be from the clock, in milliseconds. */
const DATE_WINDOW = 5 * 60_000;

/**
 * Checks requests signed with Signature Version 4, in the `Authorization` header or in the query (presigned URLs),
 * by building the canonical request again from what arrived and signing it with the secret that was issued.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function createSigV4Verifier(store: CredentialStore, clock: Clock): SigV4Verifier {
  return {
    async verify(request, signedFor) {
      const claim = readClaim(request);
      const issued = store.find(claim.accessKeyId);
      if (issued === undefined || claim.sessionToken !== issued.credentials.sessionToken) {
        throw refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
      }
      checkScope(claim, signedFor);
      checkDate(claim, clock.now());
      checkBodyHash(request);
      await checkSignature(request, claim, issued);
      if (issued.credentials.expiration <= clock.now()) {
        throw refuse('ExpiredTokenException', 'The security token included in the request is expired');
      }
      const { accessKeyId, expiration } = issued.credentials;
      return { principal: issued.principal, accessKeyId, expiration };
    },
  };
}

function readClaim({ headers, query }: WireRequest): Claim {
  const { authorization } = headers;
  if (authorization !== undefined) return readHeader(authorization, headers);
  if (query.has('X-Amz-Signature')) return readQuery(query);
  throw refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

function readHeader(authorization: string, headers: WireRequest['headers']): Claim {
  const [algorithm, ...rest] = authorization.trim().split(/\s+/);
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    // A bearer token or Basic credentials are no signature at all to an API with IAM authorization.
    throw refuse(
      'IncompleteSignatureException',
      `Authorization header requires 'Credential' parameter. Authorization=${algorithm}`,
    );
  }
  const fields = new Map(
    rest
      .join('')
      .split(',')
      .map((pair) => {
        const equals = pair.indexOf('=');
        if (equals < 0) {
          const message = `'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${algorithm} …'.`;
          throw refuse('IncompleteSignatureException', message);
        }
        return [pair.slice(0, equals), pair.slice(equals + 1)];
      }),
  );
  const field = (name: string) => {
    const value = fields.get(name);
    if (value) return value;
    throw refuse('IncompleteSignatureException', `Authorization header requires '${name}' parameter.`);
  };
  const date = headers['x-amz-date'];
  if (date === undefined) {
    throw refuse(
      'IncompleteSignatureException',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  return {
    ...readCredential(field('Credential')),
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    date,
    sessionToken: headers['x-amz-security-token'],
    presigned: false,
    expires: DATE_WINDOW / 1000,
  };
}

function readQuery(query: URLSearchParams): Claim {
  const parameter = (name: string) => {
    const value = query.get(name);
    if (value) return value;
    throw refuse('IncompleteSignatureException', `AWS query-string parameters must include '${name}'.`);
  };
  if (parameter('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw refuse('IncompleteSignatureException', `Unsupported AWS 'algorithm': '${query.get('X-Amz-Algorithm')}'.`);
  }
  const expires = Number(query.get('X-Amz-Expires') ?? DATE_WINDOW / 1000);
  return {
    ...readCredential(parameter('X-Amz-Credential')),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    signature: parameter('X-Amz-Signature'),
    date: parameter('X-Amz-Date'),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    presigned: true,
    // Without a limit in AWS's documentation for IoT, the general one of a presigned URL: seven days.
    expires: expires > 0 && expires <= 604_800 ? expires : 0,
  };
}

function readCredential(credential: string): Pick<Claim, 'accessKeyId' | 'scope'> {
  const [accessKeyId, date, region, service, end, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || !end || more.length > 0) {
    const message = `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`;
    throw refuse('IncompleteSignatureException', message);
  }
  return { accessKeyId, scope: { date, region, service, end } };
}

function checkScope({ scope, date, signedHeaders, presigned }: Claim, { service, region }: SignedFor): void {
  const mismatch = (message: string) => refuse('InvalidSignatureException', message);
  if (scope.end !== 'aws4_request')
    throw mismatch(`Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.end}'.`);
  if (scope.service !== service) throw mismatch(`Credential should be scoped to correct service: '${service}'.`);
  if (scope.region !== region) throw mismatch(`Credential should be scoped to a valid region.`);
  if (scope.date !== date.slice(0, 8)) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  }
  const required = presigned ? ['host'] : ['host', 'x-amz-date'];
  const missing = required.find((header) => !signedHeaders.includes(header));
  if (missing !== undefined) throw mismatch(`'${missing}' must be a 'SignedHeader' in the AWS Authorization.`);
}

function checkDate({ date, expires, presigned }: Claim, now: number): void {
  const signed = parseAmzDate(date);
  const ends = presigned ? signed + expires * 1000 : signed + DATE_WINDOW;
  if (!(now <= ends)) {
    const message = `Signature expired: ${date} is now earlier than ${amzDate(now - DATE_WINDOW)} (${amzDate(now)} - 5 min.)`;
    throw refuse('InvalidSignatureException', message);
  }
  if (signed > now + DATE_WINDOW) {
    const message = `Signature not yet current: ${date} is still later than ${amzDate(now + DATE_WINDOW)} (${amzDate(now)} + 5 min.)`;
    throw refuse('InvalidSignatureException', message);
  }
}

/** A client may state its body's hash; what it states must be true, or another body could ride on the signature. */
function checkBodyHash({ headers, body }: WireRequest): void {
  const stated = headers['x-amz-content-sha256'];
  if (stated !== undefined && stated !== sha256(body)) {
    throw refuse('InvalidSignatureException', 'The value of x-amz-content-sha256 does not match the body.');
  }
}

async function checkSignature(request: WireRequest, claim: Claim, { credentials }: IssuedCredentials): Promise<void> {
  const { scope, date } = claim;
  const canonical = canonicalRequest(request, claim);
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    date,
    createScope(scope.date, scope.region, scope.service),
    sha256(canonical),
  ].join('\n');
  const { accessKeyId, secretAccessKey } = credentials;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: scope.region,
    service: scope.service,
    sha256: Sha256,
  });
  const expected = await signer.sign(stringToSign, { signingDate: new Date(parseAmzDate(date)) });
  if (sameText(expected, claim.signature)) return;
  throw refuse(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
      'and signing method. Consult the service documentation for details.\n\n' +
      `The Canonical String for this request should have been\n'${canonical}'\n\n` +
      `The String-to-Sign should have been\n'${stringToSign}'\n`,
  );
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function canonicalRequest({ method, path, query, headers, body }: WireRequest, claim: Claim): string {
  const signed = Object.fromEntries(claim.signedHeaders.map((name) => [name, headers[name] ?? '']));
  const http = new HttpRequest({ method, path, headers: signed, query: canonicalQueryBag(query, claim.presigned) });
  const canonicalHeaders = getCanonicalHeaders(http, undefined, new Set(claim.signedHeaders));
  const names = [...claim.signedHeaders].sort();
  return [
    method,
    canonicalPath(path),
    getCanonicalQuery(http),
    ...names.map((name) => `${name}:${canonicalHeaders[name] ?? ''}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
}

/**
 * A presigned URL is signed without its signature; AWS IoT also takes the session token after signing.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth.html and its page on MQTT over WebSocket
 */
function canonicalQueryBag(query: URLSearchParams, presigned: boolean): Record<string, string | string[]> {
  const bag: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    if (presigned && (name === 'X-Amz-Signature' || name === 'X-Amz-Security-Token')) continue;
    const values = query.getAll(name);
    bag[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return bag;
}

/** Every service but S3 encodes the path, as it was sent, once more. */
function canonicalPath(path: string): string {
  return encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (character) => {
      return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
    });
}

function parseAmzDate(date: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (second === undefined)
    throw refuse('IncompleteSignatureException', `Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function amzDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(code: string, message: string): AwsError {
  return new AwsError(code, message, 403);
}
