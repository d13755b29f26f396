const MASK = '***';
/** Of an event's body, and of an answer. */
const LONGEST_CHARACTERS = 10_000;

/** Members of an event, at whatever depth, that hold a key, a token or a cookie; lower case. */
const SECRET = new Set([
  'accesskey',
  'authorization',
  'cookie',
  'cookies',
  'proxy-authorization',
  'set-cookie',
  'x-amz-credential',
  'x-amz-security-token',
  'x-amz-signature',
  'x-api-key',
]);
const SECRET_PARAMETER = /((?:^|[?&])(?:authorization|x-amz-(?:credential|security-token|signature))=)[^&]*/gi;

/** Wherever they stand: a JSON Web Token, the ID of an access key. */
const SECRET_TEXT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|\bA(?:SIA|KIA)[A-Z2-7]{16}\b/g;

/** What a function was given, without what nobody but the caller may have. */
export function maskedEvent(event: object): unknown {
  return masked(event);
}

/** What a function answered, as JSON of at most 10 kB, without the cookies that it sets. */
export function maskedAnswer(answer: unknown): string {
  return cut(asJson(maskedHeaders(answer)));
}

/** The first line: below it, what is said of a wrong signature goes on with all that was signed. */
export function maskedReason(reason: string): string {
  return cut(reason.split('\n')[0] ?? '');
}

/** Events are made here, and none is deep. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskedMember(name, member)]));
}

function maskedMember(name: string, member: unknown): unknown {
  if (member === null || member === undefined) return member;
  if (SECRET.has(name.toLowerCase())) return Array.isArray(member) ? member.map(() => MASK) : MASK;
  if (name === 'rawQueryString') return cut(String(member).replaceAll(SECRET_PARAMETER, `$1${MASK}`));
  return masked(member);
}

/** Only where HTTP's headers are: the rest of an answer is the function's own, and of any depth. */
function maskedHeaders(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer;
  const members = Object.entries(answer).map(([name, member]) => {
    const isHeaders = name === 'headers' || name === 'multiValueHeaders';
    return [name, isHeaders && isFlat(member) ? masked(member) : name === 'cookies' ? [MASK] : member] as const;
  });
  return Object.fromEntries(members);
}

function isFlat(headers: unknown): boolean {
  if (typeof headers !== 'object' || headers === null) return false;
  return Object.values(headers).every((value) =>
    [value].flat().every((one) => typeof one !== 'object' || one === null),
  );
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'undefined';
  } catch {
    // Nested deeper than JSON can be written.
    return '(too deep to show)';
  }
}

/** A secret that the cut runs through is shorter than what is masked, so the cut comes last. */
function cut(text: string): string {
  const harmless = text.replaceAll(SECRET_TEXT, MASK);
  return harmless.length > LONGEST_CHARACTERS ? `${harmless.slice(0, LONGEST_CHARACTERS)}…` : harmless;
}
