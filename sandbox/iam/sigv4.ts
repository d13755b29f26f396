import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { createScope, SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../base/clock.js';
import type { CredentialStore, IssuedCredentials } from './credentials.js';
import type { Principal } from './principal.js';
import { canonicalRequest, type WireRequest } from './sigv4-canonical-request.js';
import { type Claim, DATE_WINDOW, readClaim, refuse } from './sigv4-claim.js';

export interface SignedFor {
  /** Signing name of the service: `execute-api`, `iot`, `iotdevicegateway`, … */
  readonly service: string;
  /** Of several, each will do. */
  readonly region: string | readonly string[];
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

/**
 * Checks requests signed with Signature Version 4, in the `Authorization` header or in the query (presigned URLs),
 * by building the canonical request again from what arrived and signing it with the secret that was issued.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function createSigV4Verifier(store: Pick<CredentialStore, 'find'>, clock: Clock): SigV4Verifier {
  return {
    async verify(request, signedFor) {
      const claim = readClaim(request);
      const issued = store.find(claim.accessKeyId);
      if (issued === undefined || claim.sessionToken !== issued.credentials.sessionToken) {
        throw refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
      }
      checkScope(claim, signedFor);
      checkSignedHeaders(claim, request);
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

function checkScope({ scope, date }: Claim, { service, region }: SignedFor): void {
  const mismatch = (message: string) => refuse('InvalidSignatureException', message);
  if (scope.end !== 'aws4_request')
    throw mismatch(`Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.end}'.`);
  if (scope.service !== service) throw mismatch(`Credential should be scoped to correct service: '${service}'.`);
  if (![region].flat().includes(scope.region)) throw mismatch(`Credential should be scoped to a valid region.`);
  if (scope.date !== date.slice(0, 8)) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  }
}

/**
 * The host and every `x-amz-*` header have to be signed: what nobody signed, anybody may have put there, and
 * `X-Amz-Target` is the operation itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function checkSignedHeaders({ signedHeaders, presigned }: Claim, { headers, repeatedHeaders }: WireRequest): void {
  const mismatch = (message: string) => refuse('InvalidSignatureException', message);
  const amz = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
  const required = ['host', ...(presigned ? [] : ['x-amz-date']), ...amz];
  const missing = required.find((header) => !signedHeaders.includes(header));
  if (missing !== undefined) throw mismatch(`'${missing}' must be a 'SignedHeader' in the AWS Authorization.`);
  const repeated = repeatedHeaders.find((name) => name === 'authorization' || signedHeaders.includes(name));
  if (repeated !== undefined) throw mismatch(`'${repeated}' came more than once, and one value was signed.`);
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
