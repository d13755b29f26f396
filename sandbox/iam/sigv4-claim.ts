import { AwsError } from '../base/errors.js';

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
  const presigned = [...query.keys()].some((name) => name.toLowerCase() === 'x-amz-signature');
  if (authorization !== undefined && presigned) {
    const message =
      "A request is signed in its Authorization header or by 'X-Amz-Signature' in its query, not in both.";
    throw refuse('InvalidSignatureException', message);
  }
  if (authorization !== undefined) return readHeader(authorization, headers);
  if (presigned) return readQuery(query);
  throw refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

const FIELDS = ['Credential', 'SignedHeaders', 'Signature'];

function readHeader(authorization: string, headers: SignedParts['headers']): Claim {
  const [algorithm, ...rest] = authorization.trim().split(/\s+/);
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    // A bearer token or Basic credentials are no signature at all to an API with IAM authorization.
    throw refuse(
      'IncompleteSignatureException',
      `Authorization header requires 'Credential' parameter. Authorization=${algorithm}`,
    );
  }
  const fields = new Map<string, string>();
  for (const pair of rest.join('').split(',')) {
    const equals = pair.indexOf('=');
    if (equals < 0) {
      const message = `'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${algorithm} …'.`;
      throw refuse('IncompleteSignatureException', message);
    }
    const name = pair.slice(0, equals);
    // Which of two values counts is nobody's to guess.
    if (fields.has(name) || !FIELDS.includes(name)) {
      const message = `Authorization header takes each of ${FIELDS.map((field) => `'${field}'`).join(', ')} once, not '${name}'.`;
      throw refuse('IncompleteSignatureException', message);
    }
    fields.set(name, pair.slice(equals + 1));
  }
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
  const optional = (name: string) => {
    const values = query.getAll(name);
    if (values.length < 2) return values[0];
    throw refuse('IncompleteSignatureException', `AWS query-string parameters must include '${name}' once.`);
  };
  const parameter = (name: string) => {
    const value = optional(name);
    if (value) return value;
    throw refuse('IncompleteSignatureException', `AWS query-string parameters must include '${name}'.`);
  };
  if (parameter('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw refuse('IncompleteSignatureException', `Unsupported AWS 'algorithm': '${query.get('X-Amz-Algorithm')}'.`);
  }
  const expires = optional('X-Amz-Expires') ?? String(DATE_WINDOW / 1000);
  // Without a limit in AWS's documentation for IoT, the general one of a presigned URL: seven days.
  if (!/^[1-9]\d*$/.test(expires) || Number(expires) > 604_800) {
    throw refuse('IncompleteSignatureException', `'X-Amz-Expires' is a number of seconds from 1 to 604800.`);
  }
  return {
    ...readCredential(parameter('X-Amz-Credential')),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    signature: parameter('X-Amz-Signature'),
    date: parameter('X-Amz-Date'),
    sessionToken: optional('X-Amz-Security-Token'),
    presigned: true,
    expires: Number(expires),
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
