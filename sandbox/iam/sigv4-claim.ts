import { AwsError } from '../errors.js';

/** What a signed request says of its own signature. */
export interface Claim {
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

interface SignedParts {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** How far a request's date may be from the clock, in milliseconds. */
export const DATE_WINDOW = 5 * 60_000;

/** Reads the `Authorization` header or the query of a presigned URL. @throws AwsError (403) if neither is whole */
export function readClaim({ headers, query }: SignedParts): Claim {
  const { authorization } = headers;
  if (authorization !== undefined) return readHeader(authorization, headers);
  if (query.has('X-Amz-Signature')) return readQuery(query);
  throw refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

function readHeader(authorization: string, headers: SignedParts['headers']): Claim {
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

/** How API Gateway and IoT refuse a signature. */
export function refuse(code: string, message: string): AwsError {
  return new AwsError(code, message, 403);
}
